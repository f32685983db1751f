/* One loop: signals, the supervisor's messages, its end. */
#include "runtime/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/os/channel.h"
#include "runtime/os/clock.h"
#include "runtime/os/memory.h"
#include "runtime/os/signals.h"
#include "runtime/os/tree.h"

enum {
    QUICK_MS = 1000,     /* a supervisor that dies sooner is in trouble */
    PAUSE_MS = 50,       /* before the second restart in a row, then doubling */
    PAUSE_MOST_MS = 800, /* ... up to this */
    QUICK_MOST = 10,     /* deaths in a row, then one try a minute */
    REST_MS = 60000,
    NEVER_UP_MOST = 3, /* deaths of a first one: there is nothing to keep */
    TRIAL_MS = 5000,
    CODE_BUG = 4,
};

struct keeper {
    const struct keeper_start *start;
    struct keeper_fd *fds;
    struct keeper_exit *exits;
    unsigned n_fds, cap_fds, n_exits, cap_exits;
    struct rlimit nofile;
    int signal_fd, channel_fd; /* channel_fd -1: there is no supervisor */
    pid_t child;               /* the supervisor */
    pid_t trial;               /* the new program, being tried */
    int64_t trial_until_ms;
    int program_fd;     /* of the new program, -1 = none */
    int old_program_fd; /* of the one before, until this one is ready; -1 = none */
    int64_t started_ms, restart_at_ms;
    unsigned quick;   /* deaths in a row */
    uint64_t waiting; /* signals for the next supervisor, by number */
    int once_fd;
    int code; /* to end with; -1 = not yet */
    bool is_first, is_ready, has_fork_trouble;
};

static void tell(const struct keeper *k, const char *fmt, ...) ATTR_PRINTF(2, 3);
static void tell(const struct keeper *k, const char *fmt, ...) {
    char text[256];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    k->start->tell(k->start->ctx, text);
}

static void close_fd(int *fd) {
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

/* ---- what is kept ---------------------------------------------------------------------------- */

/* Room for one more of `size` bytes; false without memory. */
static bool grow(void **list, unsigned n, unsigned *cap, size_t size) {
    if (n < *cap)
        return true;
    unsigned more = *cap ? *cap * 2 : 16;
    void *p = realloc(*list, more * size);
    if (!p)
        return false;
    *list = p;
    *cap = more;
    return true;
}

static void drop(struct keeper *k, uint64_t key) {
    for (unsigned i = 0; i < k->n_fds; i++)
        if (k->fds[i].key == key) {
            (void)close(k->fds[i].fd);
            k->fds[i] = k->fds[--k->n_fds];
            return;
        }
}

static void hold(struct keeper *k, uint64_t key, int fd) {
    void *list = k->fds;
    if (fd < 0)
        return;
    drop(k, key);
    if (!grow(&list, k->n_fds, &k->cap_fds, sizeof *k->fds)) {
        (void)close(fd);
        return;
    }
    k->fds = list;
    k->fds[k->n_fds++] = (struct keeper_fd){key, fd};
}

static void note_exit(struct keeper *k, pid_t pid, int status) {
    void *list = k->exits;
    if (grow(&list, k->n_exits, &k->cap_exits, sizeof *k->exits)) {
        k->exits = list;
        k->exits[k->n_exits++] = (struct keeper_exit){pid, status};
    }
    if (k->channel_fd >= 0)
        (void)channel_send(k->channel_fd, CHANNEL_EXIT, 0, pid, status, -1);
}

static void seen_exit(struct keeper *k, pid_t pid) {
    for (unsigned i = 0; i < k->n_exits; i++)
        if (k->exits[i].pid == pid) {
            k->n_exits--;
            memmove(&k->exits[i], &k->exits[i + 1], (k->n_exits - i) * sizeof *k->exits);
            return;
        }
}

/* ---- the supervisor -------------------------------------------------------------------------- */

static ATTR_NORETURN void be_supervisor(struct keeper *k, int channel_fd, pid_t keeper) {
    struct keeper_gift gift = {.keeper = keeper,
                               .channel_fd = channel_fd,
                               .is_first = k->is_first,
                               .once_fd = k->once_fd,
                               .fds = k->fds,
                               .n_fds = k->n_fds,
                               .exits = k->exits,
                               .n_exits = k->n_exits,
                               .nofile = k->nofile};
    (void)setpgid(0, 0); /* what the terminal sends to the keeper's group, the keeper forwards */
    (void)prctl(PR_SET_NAME, "ecort-sup", 0, 0, 0);
    (void)close(k->signal_fd);
    close_fd(&k->program_fd);
    close_fd(&k->old_program_fd);
    int code = k->start->run(k->start->ctx, &gift);
    (void)channel_send(channel_fd, CHANNEL_END, 0, code, 0, -1);
    exit(code);
}

static void send_waiting(struct keeper *k) {
    for (int sig = 1; sig < 64; sig++)
        if (k->waiting & (UINT64_C(1) << sig))
            (void)kill(k->child, sig);
    k->waiting = 0;
}

static void start_supervisor(struct keeper *k) {
    int ends[2];
    struct err err;
    pid_t self = getpid(), pid = -1;
    k->started_ms = os_now_ms();
    k->is_ready = false;
    if (channel_open(ends, &err) == 0) {
        pid = fork();
        if (pid == 0) {
            (void)close(ends[0]);
            be_supervisor(k, ends[1], self);
        }
        (void)close(ends[1]);
        if (pid < 0)
            (void)close(ends[0]);
    }
    if (pid < 0) {
        if (!k->has_fork_trouble)
            tell(k, "no process for the supervisor: %s; trying again", strerror(errno));
        k->has_fork_trouble = true;
        k->restart_at_ms = k->started_ms + PAUSE_MOST_MS;
        return;
    }
    (void)setpgid(pid, pid);
    k->has_fork_trouble = false;
    k->channel_fd = ends[0];
    k->child = pid;
    close_fd(&k->once_fd);
    send_waiting(k);
}

/* Takes what a supervisor that is gone has said, and hangs up. */
static void end_channel(struct keeper *k);

/* ---- another program ------------------------------------------------------------------------- */

/* What a program is told by the one before it: this, then the lists. */
struct table {
    uint32_t magic, n_fds, n_exits, code;
    int32_t old_program_fd;
    struct rlimit nofile;
};

enum { TABLE_MAGIC = 0x4b54, TABLE_MOST = 1 << 20, ARGUMENTS_MOST = 64 };

/* Nothing of the list must be lost at exec, and nothing given to anybody else. */
static void set_inherited(const struct keeper *k, bool is_inherited) {
    int flags = is_inherited ? 0 : FD_CLOEXEC;
    for (unsigned i = 0; i < k->n_fds; i++)
        (void)fcntl(k->fds[i].fd, F_SETFD, flags);
    if (k->old_program_fd >= 0)
        (void)fcntl(k->old_program_fd, F_SETFD, flags);
}

static bool put(int fd, const void *bytes, size_t n) {
    return n == 0 || write(fd, bytes, n) == (ssize_t)n;
}

static int write_table(const struct keeper *k) {
    struct table table = {.magic = TABLE_MAGIC,
                          .n_fds = k->n_fds,
                          .n_exits = k->n_exits,
                          .old_program_fd = k->old_program_fd,
                          .nofile = k->nofile};
    int fd = memfd_create("ecort-keeper", 0);
    if (fd < 0)
        return -1;
    if (put(fd, &table, sizeof table) && put(fd, k->fds, k->n_fds * sizeof *k->fds) &&
        put(fd, k->exits, k->n_exits * sizeof *k->exits))
        return fd;
    (void)close(fd);
    return -1;
}

/* Takes up what the program before has left. */
static int read_table(struct keeper *k, int fd, struct err *err) {
    struct table table;
    if (pread(fd, &table, sizeof table, 0) != (ssize_t)sizeof table || table.magic != TABLE_MAGIC ||
        table.n_fds > TABLE_MOST || table.n_exits > TABLE_MOST)
        return err_set(err, "what the keeper before has left cannot be read");
    size_t fds_bytes = table.n_fds * sizeof *k->fds, exits_bytes = table.n_exits * sizeof *k->exits;
    k->fds = malloc(fds_bytes + 1);
    k->exits = malloc(exits_bytes + 1);
    if (!k->fds || !k->exits)
        return err_set(err, "out of memory");
    if (pread(fd, k->fds, fds_bytes, sizeof table) != (ssize_t)fds_bytes ||
        pread(fd, k->exits, exits_bytes, (off_t)(sizeof table + fds_bytes)) != (ssize_t)exits_bytes)
        return err_set(err, "what the keeper before has left is too short");
    k->n_fds = k->cap_fds = table.n_fds;
    k->n_exits = k->cap_exits = table.n_exits;
    k->old_program_fd = table.old_program_fd;
    k->nofile = table.nofile;
    (void)close(fd);
    set_inherited(k, false);
    return 0;
}

/* The child's signals are as they were before we took them. */
static void release_signals(void) {
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static void on_trial_ended(struct keeper *k, int status);

static void try_program(struct keeper *k, int fd) {
    static char name[] = "ecort", try[] = KEEPER_TRY, version[] = KEEPER_VERSION;
    char *argv[] = {name, try, version, NULL};
    if (k->trial || fd < 0) { /* one at a time */
        (void)channel_send(k->channel_fd, CHANNEL_REFUSED, 0, 0, -1, -1);
        if (fd >= 0)
            (void)close(fd);
        return;
    }
    k->program_fd = fd;
    k->trial_until_ms = os_now_ms() + TRIAL_MS;
    k->trial = fork();
    if (k->trial == 0) {
        release_signals();
        (void)fexecve(fd, argv, environ);
        _exit(127);
    }
    if (k->trial < 0)
        on_trial_ended(k, W_EXITCODE(127, 0));
}

/* Returns only where it cannot be. */
static void become(struct keeper *k, int program_fd) {
    static char name[] = "ecort", again[] = KEEPER_AGAIN;
    char number[16], *argv[ARGUMENTS_MOST + 4] = {name, again, number};
    int table_fd = write_table(k);
    for (size_t i = 0; i < ARGUMENTS_MOST && k->start->argv[i]; i++)
        argv[3 + i] = k->start->argv[i];
    if (table_fd < 0)
        return;
    (void)snprintf(number, sizeof number, "%d", table_fd);
    set_inherited(k, true);
    (void)fexecve(program_fd, argv, environ);
    set_inherited(k, false);
    (void)close(table_fd);
}

/* The supervisor's state is whole at any moment, so it is simply killed. */
static void update(struct keeper *k) {
    int status;
    (void)kill(k->child, SIGKILL);
    while (waitpid(k->child, &status, 0) < 0 && errno == EINTR)
        continue;
    end_channel(k);
    if (k->code >= 0)
        return; /* it was about to end anyway */
    k->old_program_fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    become(k, k->program_fd);
    tell(k, "the new program cannot be executed: %s; the old one goes on", strerror(errno));
    close_fd(&k->old_program_fd);
    close_fd(&k->program_fd);
    start_supervisor(k);
}

static void on_trial_ended(struct keeper *k, int status) {
    k->trial = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == KEEPER_YES && k->channel_fd >= 0) {
        update(k);
        return;
    }
    close_fd(&k->program_fd);
    if (k->channel_fd >= 0)
        (void)channel_send(k->channel_fd, CHANNEL_REFUSED, 0, 0, status, -1);
}

/* ---- messages --------------------------------------------------------------------------------- */

static void on_message(struct keeper *k, const struct channel_message *m, int fd) {
    switch ((enum channel_kind)m->kind) {
    case CHANNEL_HOLD:
        hold(k, m->key, fd);
        return;
    case CHANNEL_DROP:
        drop(k, m->key);
        break;
    case CHANNEL_READY:
        k->is_ready = true;
        k->is_first = false;
        close_fd(&k->old_program_fd);
        os_memory_trim();
        break;
    case CHANNEL_END:
        k->code = m->a;
        break;
    case CHANNEL_SEEN:
        seen_exit(k, m->a);
        break;
    case CHANNEL_UPDATE:
        try_program(k, fd);
        return;
    case CHANNEL_EXIT:
    case CHANNEL_REFUSED:
        break;
    }
    if (fd >= 0)
        (void)close(fd);
}

static void drain(struct keeper *k) {
    struct channel_message m;
    int fd;
    while (k->channel_fd >= 0 && channel_next(k->channel_fd, &m, &fd) == CHANNEL_MESSAGE)
        on_message(k, &m, fd);
}

static void end_channel(struct keeper *k) {
    drain(k);
    close_fd(&k->channel_fd);
    k->child = 0;
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void describe(int status, char *out, size_t cap) {
    if (WIFSIGNALED(status))
        (void)snprintf(out, cap, "was killed by signal %d", WTERMSIG(status));
    else
        (void)snprintf(out, cap, "ended with code %d", WEXITSTATUS(status));
}

static int64_t pause_ms(unsigned quick) {
    int64_t ms = PAUSE_MS;
    if (quick <= 1)
        return 0;
    for (unsigned i = 2; i < quick && ms < PAUSE_MOST_MS; i++)
        ms *= 2;
    return ms;
}

static void plan_restart(struct keeper *k, pid_t pid, int status) {
    char how[64];
    int64_t now_ms = os_now_ms();
    k->quick = now_ms - k->started_ms < QUICK_MS ? k->quick + 1 : 1;
    bool is_tired = k->quick >= QUICK_MOST;
    k->restart_at_ms = now_ms + (is_tired ? REST_MS : pause_ms(k->quick));
    describe(status, how, sizeof how);
    if (is_tired)
        tell(k,
             "the supervisor %d %s, %u times in a row: the services go on without one; the next "
             "try is in a minute",
             (int)pid, how, k->quick);
    else
        tell(k, "the supervisor %d %s; another one takes over, the services go on", (int)pid, how);
}

static void on_supervisor_ended(struct keeper *k, int status) {
    pid_t pid = k->child;
    end_channel(k);
    if (k->code < 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        k->code = 0; /* it did what it had to, though its last word was lost */
    if (k->code >= 0)
        return;
    if (k->old_program_fd >= 0 && !k->is_ready) {
        int old = k->old_program_fd;
        tell(k, "the supervisor of the new program does not start; the old program comes back");
        k->old_program_fd = -1;
        become(k, old);
        (void)close(old);
    }
    plan_restart(k, pid, status);
    if (k->is_first && k->quick >= NEVER_UP_MOST)
        k->code = CODE_BUG;
}

static void reap(struct keeper *k) {
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        if (pid == k->child)
            on_supervisor_ended(k, status);
        else if (pid == k->trial)
            on_trial_ended(k, status);
        else
            note_exit(k, pid, status);
    }
}

/* Where no supervisor stays up long enough to stop the services, that is all that can be done. */
static void end_without(struct keeper *k, int sig) {
    tell(k, "no supervisor stays up: the services get the signal, and the keeper ends");
    os_children_signal(sig);
    k->code = 1;
}

static void on_signal(struct keeper *k, int sig) {
    bool ends = sig == SIGTERM || sig == SIGINT || sig == SIGQUIT;
    if (sig == SIGCHLD) {
        reap(k);
    } else if (k->child) {
        (void)kill(k->child, sig);
    } else if (ends && k->quick >= QUICK_MOST) {
        end_without(k, SIGTERM);
    } else {
        k->waiting |= UINT64_C(1) << sig;
        k->restart_at_ms = ends ? 0 : k->restart_at_ms;
    }
}

/* ---- the loop -------------------------------------------------------------------------------- */

static int wait_ms(const struct keeper *k) {
    int64_t at_ms = k->trial ? k->trial_until_ms : k->restart_at_ms;
    if (k->child && !k->trial)
        return -1;
    int64_t left_ms = at_ms - os_now_ms();
    return left_ms < 0 ? 0 : left_ms > REST_MS ? REST_MS : (int)left_ms;
}

static void turn(struct keeper *k) {
    struct pollfd ready[] = {{.fd = k->signal_fd, .events = POLLIN},
                             {.fd = k->channel_fd, .events = POLLIN}};
    (void)poll(ready, 2, wait_ms(k));
    if (ready[1].revents)
        drain(k);
    for (int sig; k->code < 0 && (sig = os_signals_next(k->signal_fd));)
        on_signal(k, sig);
    if (k->trial && os_now_ms() >= k->trial_until_ms)
        (void)kill(k->trial, SIGKILL);
    if (k->code < 0 && !k->child && os_now_ms() >= k->restart_at_ms)
        start_supervisor(k);
}

static int begin(struct keeper *k, struct err *err) {
    if (k->start->again_fd >= 0) {
        k->is_first = false;
        (void)prctl(PR_SET_NAME, "ecort", 0, 0, 0); /* exec by descriptor has left a number */
        if (read_table(k, k->start->again_fd, err) < 0)
            return -1;
    } else if (getrlimit(RLIMIT_NOFILE, &k->nofile) < 0) {
        return err_sys(err, "limits");
    }
    for (unsigned i = 0; i < k->start->n_fds; i++)
        hold(k, k->start->fds[i].key, k->start->fds[i].fd);
    struct rlimit most = k->nofile;
    most.rlim_cur = most.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &most);
    os_become_subreaper();
    return os_signals_open(&k->signal_fd, err);
}

/* The supervisor that has said its END goes on for a moment. */
static void wait_for_child(struct keeper *k) {
    while (k->child && waitpid(k->child, NULL, 0) < 0 && errno == EINTR)
        continue;
}

int keeper_run(const struct keeper_start *start, struct err *err) {
    struct keeper k = {.start = start,
                       .channel_fd = -1,
                       .signal_fd = -1,
                       .program_fd = -1,
                       .old_program_fd = -1,
                       .once_fd = start->once_fd,
                       .code = -1,
                       .is_first = true};
    if (begin(&k, err) < 0)
        return -1;
    while (k.code < 0)
        turn(&k);
    wait_for_child(&k);
    for (unsigned i = 0; i < k.n_fds; i++)
        (void)close(k.fds[i].fd);
    free(k.fds);
    free(k.exits);
    (void)close(k.signal_fd);
    return k.code;
}
