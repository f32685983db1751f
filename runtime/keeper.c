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
    HEIR_MS = 3000,      /* for what a dead supervisor's heir has to say */
    QUICK_MOST = 10,     /* deaths in a row, then one try a minute */
    REST_MS = 60000,
    TRIM_MS = 1000,    /* without a message: what they needed is given back */
    NEVER_UP_MOST = 3, /* deaths of a first one: there is nothing to keep */
    TRIAL_MS = 5000,
    CODE_BUG = 4,
};

struct keeper {
    const struct keeper_start *start;
    struct keeper_table table;
    int signal_fd, channel_fd; /* channel_fd -1: there is no supervisor */
    pid_t child;               /* the supervisor */
    pid_t trial;               /* the new program, being tried */
    int64_t trial_until_ms;
    int program_fd; /* of the new program, -1 = none */
    int64_t started_ms, restart_at_ms;
    int64_t trim_at_ms; /* INT64_MAX = nothing was needed since */
    unsigned quick;     /* deaths in a row */
    uint64_t waiting;   /* signals for the next supervisor, by number */
    int once_fd;
    int code; /* to end with; -1 = not yet */
    bool is_first, is_ready, has_fork_trouble;
    bool has_heir; /* the supervisor: somebody speaks for it when it is dead */
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

/* ---- ends that nobody has noted --------------------------------------------------------------- */

/* As many as it takes; the rest when it has read these. */
static void tell_exits(struct keeper *k) {
    for (; k->channel_fd >= 0 && k->table.n_told < k->table.n_exits; k->table.n_told++) {
        const struct keeper_exit *e = &k->table.exits[k->table.n_told];
        if (!channel_send(k->channel_fd, CHANNEL_EXIT, 0, e->pid, e->status, -1))
            return;
    }
}

static void note_exit(struct keeper *k, pid_t pid, int status) {
    if (keeper_table_note_exit(&k->table, pid, status))
        tell_exits(k);
    else if (k->channel_fd >= 0)
        (void)channel_send(k->channel_fd, CHANNEL_EXIT, 0, pid, status, -1);
}

/* ---- the supervisor -------------------------------------------------------------------------- */

static ATTR_NORETURN void be_supervisor(struct keeper *k, int channel_fd, pid_t keeper) {
    struct keeper_gift gift = {.keeper = keeper,
                               .channel_fd = channel_fd,
                               .is_first = k->is_first,
                               .once_fd = k->once_fd,
                               .fds = k->table.fds,
                               .n_fds = k->table.n_fds,
                               .exits = k->table.exits,
                               .n_exits = k->table.n_exits,
                               .nofile = k->table.nofile,
                               .n_deaths = k->quick};
    (void)setpgid(0, 0); /* what the terminal sends to the keeper's group, the keeper forwards */
    (void)prctl(PR_SET_NAME, "ecort-sup", 0, 0, 0);
    (void)close(k->signal_fd);
    close_fd(&k->program_fd);
    close_fd(&k->table.old_program_fd);
    int code = k->start->run(k->start->ctx, &gift);
    if (code < 0)
        exit(EXIT_FAILURE);
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
    k->is_ready = k->has_heir = false;
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
    k->table.n_told = k->table.n_exits; /* they are in its gift */
    close_fd(&k->once_fd);
    send_waiting(k);
}

/* Takes what a supervisor that is gone has said, and its heir says, and hangs up. */
static void end_channel(struct keeper *k);

/* ---- another program ------------------------------------------------------------------------- */

enum { ARGUMENTS_MOST = 64 };

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
    int table_fd = keeper_table_write(&k->table);
    for (size_t i = 0; i < ARGUMENTS_MOST && k->start->argv[i]; i++)
        argv[3 + i] = k->start->argv[i];
    if (table_fd < 0)
        return;
    (void)snprintf(number, sizeof number, "%d", table_fd);
    keeper_table_set_inherited(&k->table, true);
    (void)fexecve(program_fd, argv, environ);
    keeper_table_set_inherited(&k->table, false);
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
    k->table.old_program_fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    become(k, k->program_fd);
    tell(k, "the new program cannot be executed: %s; the old one goes on", strerror(errno));
    close_fd(&k->table.old_program_fd);
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
        keeper_table_hold(&k->table, m->key, fd);
        return;
    case CHANNEL_DROP:
        keeper_table_drop(&k->table, m->key);
        break;
    case CHANNEL_READY:
        k->is_ready = true;
        k->is_first = false;
        close_fd(&k->table.old_program_fd);
        break;
    case CHANNEL_END:
        k->code = m->a;
        break;
    case CHANNEL_SEEN:
        keeper_table_seen_exit(&k->table, m->a);
        break;
    case CHANNEL_UPDATE:
        try_program(k, fd);
        return;
    case CHANNEL_MARK:
        keeper_table_mark(&k->table, m->key);
        break;
    case CHANNEL_SWEEP:
        keeper_table_sweep(&k->table);
        break;
    case CHANNEL_HEIR:
        k->has_heir = m->a;
        break;
    case CHANNEL_EXIT:
    case CHANNEL_REFUSED:
        break;
    }
    if (fd >= 0)
        (void)close(fd);
}

/* False where the other end is gone. */
static bool drain(struct keeper *k) {
    struct channel_message m;
    int fd;
    enum channel_got got = CHANNEL_CLOSED;
    while (k->channel_fd >= 0 && (got = channel_next(k->channel_fd, &m, &fd)) == CHANNEL_MESSAGE)
        on_message(k, &m, fd);
    k->trim_at_ms = os_now_ms() + TRIM_MS;
    return got != CHANNEL_CLOSED;
}

/* Its heir hands over the connections that only it had (os/heir.h), and is quick. */
static void end_channel(struct keeper *k) {
    struct pollfd ready = {.fd = k->channel_fd, .events = POLLIN};
    int64_t until_ms = os_now_ms() + HEIR_MS;
    while (drain(k) && k->has_heir && os_now_ms() < until_ms)
        (void)poll(&ready, 1, (int)(until_ms - os_now_ms()));
    k->has_heir = false;
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
    if (k->table.old_program_fd >= 0 && !k->is_ready) {
        int old = k->table.old_program_fd;
        tell(k, "the supervisor of the new program does not start; the old program comes back");
        k->table.old_program_fd = -1;
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
    int64_t at_ms = k->trial ? k->trial_until_ms : k->child ? INT64_MAX : k->restart_at_ms;
    at_ms = k->trim_at_ms < at_ms ? k->trim_at_ms : at_ms;
    if (at_ms == INT64_MAX)
        return -1;
    int64_t left_ms = at_ms - os_now_ms();
    return left_ms < 0 ? 0 : left_ms > REST_MS ? REST_MS : (int)left_ms;
}

static void trim(struct keeper *k) {
    k->trim_at_ms = INT64_MAX;
    os_memory_trim();
}

static void turn(struct keeper *k) {
    short lags = k->table.n_told < k->table.n_exits ? POLLOUT : 0;
    struct pollfd ready[] = {{.fd = k->signal_fd, .events = POLLIN},
                             {.fd = k->channel_fd, .events = (short)(POLLIN | lags)}};
    (void)poll(ready, 2, wait_ms(k));
    if (ready[1].revents)
        (void)drain(k);
    tell_exits(k);
    for (int sig; k->code < 0 && (sig = os_signals_next(k->signal_fd));)
        on_signal(k, sig);
    if (k->trial && os_now_ms() >= k->trial_until_ms)
        (void)kill(k->trial, SIGKILL);
    if (k->code < 0 && !k->child && os_now_ms() >= k->restart_at_ms)
        start_supervisor(k);
    if (os_now_ms() >= k->trim_at_ms)
        trim(k);
}

static int begin(struct keeper *k, struct err *err) {
    if (k->start->again_fd >= 0) {
        k->is_first = false;
        (void)prctl(PR_SET_NAME, "ecort", 0, 0, 0); /* exec by descriptor has left a number */
        if (keeper_table_read(&k->table, k->start->again_fd, err) < 0)
            return -1;
    } else if (getrlimit(RLIMIT_NOFILE, &k->table.nofile) < 0) {
        return err_sys(err, "limits");
    }
    for (unsigned i = 0; i < k->start->n_fds; i++)
        keeper_table_hold(&k->table, k->start->fds[i].key, k->start->fds[i].fd);
    struct rlimit most = k->table.nofile;
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
                       .once_fd = start->once_fd,
                       .trim_at_ms = INT64_MAX,
                       .code = -1,
                       .is_first = true};
    keeper_table_init(&k.table);
    if (begin(&k, err) < 0)
        return -1;
    while (k.code < 0)
        turn(&k);
    wait_for_child(&k);
    keeper_table_done(&k.table);
    (void)close(k.signal_fd);
    return k.code;
}
