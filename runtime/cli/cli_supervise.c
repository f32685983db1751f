/* The process that supervises, in the foreground or behind. */
#include "runtime/cli/cli_supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runtime/apply.h"
#include "runtime/ctl/socket.h"
#include "runtime/heard.h"
#include "runtime/home.h"
#include "runtime/keeper.h"
#include "runtime/os/daemon.h"
#include "runtime/saved.h"
#include "runtime/steer.h"
#include "runtime/sup.h"
#include "runtime/text.h"
#include "runtime/workpath.h"

struct gen_world cli_world(const struct cli *cli) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return (struct gen_world){.user_home = text_getenv(cli->environ, "HOME"),
                              .n_cpus = n > 0 ? (unsigned)n : 1};
}

/* What this version does otherwise than the plan may lead to expect. */
static void say_notices(const struct cli *cli, const struct generation *gen) {
    struct buf text = {0};
    gen_list_notices(gen, &text);
    struct str rest = {text.p, text.n};
    while (rest.n) {
        size_t n = str_index(rest, '\n');
        say_line(&cli->say, SAY_DIM, "%.*s", (int)n, rest.p);
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    buf_done(&text);
}

static void report(int fd, const char *text) {
    if (fd < 0)
        return;
    ssize_t n ATTR_UNUSED =
        write(fd, text, strlen(text)); /* nobody is left to be told of trouble */
    (void)close(fd);
}

static int fail(struct cli *cli, int report_fd, enum cli_exit code, const struct err *err) {
    report(report_fd, err->msg);
    return cli_fail(cli, code, "%s", err->msg);
}

/* Brings back what can be; what cannot is told, and is no reason not to run. */
static void resurrect(struct cli *cli, struct sup *sup) {
    struct inst_set set;
    struct buf troubles = {0};
    struct err err = {0};
    if (saved_restore(sup, cli->environ, &set, &troubles, &err) < 0)
        say_trouble(&cli->say, "%s", err.msg);
    else if (steer_begin(sup, NULL, CTL_START, &set) < 0)
        say_trouble(&cli->say, "out of memory");
    struct str rest = {troubles.p, troubles.n};
    while (rest.n) {
        size_t n = str_index(rest, '\n');
        say_trouble(&cli->say, "%.*s", (int)n, rest.p);
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    inst_set_done(&set);
    buf_done(&troubles);
}

/* What the process was asked for, from its start to its supervisors. */
struct supervisor {
    struct cli *cli;
    const char *home;
    cli_load *load;
};

/* The plan of the command line; an exit code. */
static int load_first(struct supervisor *s, struct generation **gen) {
    int rc = s->cli->n_words ? s->load(s->cli, gen) : CLI_OK;
    if (rc != CLI_OK || !*gen)
        return rc;
    say_line(&s->cli->say, SAY_PLAIN, "root %s", (*gen)->root);
    return rc;
}

static int begin(struct supervisor *s, struct sup *sup, const struct keeper_gift *gift,
                 struct err *err) {
    sup->home = s->home;
    sup->environ = s->cli->environ;
    sup->user_home = text_getenv(s->cli->environ, "HOME");
    sup->say = s->cli->say;
    sup->nofile = gift->nofile;
    sup->has_nofile = true;
    if (sup_init(sup, err) < 0 ||
        sup_open(sup, keep_given(gift, keep_key(KEEP_LISTEN, 0)), err) < 0)
        return -1;
    if (keep_open(sup, gift) < 0)
        return err_sys(err, "epoll");
    return heard_open(sup, keep_given(gift, keep_key(KEEP_HEARD, 0)), err);
}

static int begin_first(struct supervisor *s, struct sup *sup, struct generation *gen,
                       struct err *err) {
    say_line(&s->cli->say, SAY_PLAIN, "home %s", s->home);
    if (gen)
        say_notices(s->cli, gen);
    relics_find(sup);
    if (state_open(sup, -1, err) < 0)
        return -1;
    relics_keep(sup);
    if (gen && gen_set_log_defaults(gen, &sup->log_defaults) < 0)
        return err_set(err, "out of memory");
    bool lives = gen && relics_adopt(sup, gen, true);
    if (gen && !lives && sup_add_generation(sup, gen) < 0)
        return err_set(err, "out of memory");
    if (gen)
        relics_end_left(sup, gen);
    state_save(sup);
    state_publish(sup);
    keep_hold_logs(sup);
    keep_ready(sup);
    if (lives)
        apply_take_over(sup, gen);
    else if (gen)
        sup_start_all(sup);
    else if (cli_value(s->cli, CLI_RESURRECT))
        resurrect(s->cli, sup);
    return 0;
}

static int begin_next(struct sup *sup, const struct keeper_gift *gift, struct err *err) {
    if (state_open(sup, keep_given(gift, keep_key(KEEP_STATE, 0)), err) < 0 ||
        takeover_from_keeper(sup, gift, err) < 0)
        return -1;
    keep_ready(sup);
    return 0;
}

/* The supervisor's life, in a process forked by the keeper. */
static int supervise(void *ctx, const struct keeper_gift *gift) {
    struct supervisor *s = ctx;
    struct generation *gen = NULL;
    struct err err = {0};
    /* A supervisor lives long and small: give memory back early. */
    (void)mallopt(M_TRIM_THRESHOLD, 64 * 1024);
    (void)mallopt(M_ARENA_MAX, 1);
    int code = gift->is_first ? load_first(s, &gen) : CLI_OK;
    if (code != CLI_OK)
        return code;
    struct sup *sup = calloc(1, sizeof *sup);
    int rc = sup ? begin(s, sup, gift, &err) : err_set(&err, "out of memory");
    if (rc == 0)
        rc = gift->is_first ? begin_first(s, sup, gen, &err) : begin_next(sup, gift, &err);
    gen_drop(gen);
    if (rc < 0) { /* the process ends with it */
        code = fail(s->cli, gift->once_fd, CLI_FAILED, &err);
        return gift->is_first ? code : -1;
    }
    report(gift->once_fd, "ok");
    sup_run(sup);
    say_line(&s->cli->say, SAY_PLAIN, "all stopped");
    sup_done(sup);
    free(sup);
    return CLI_OK;
}

static void tell(void *ctx, const char *text) {
    const struct supervisor *s = ctx;
    say_trouble(&s->cli->say, "%s", text);
}

static int keep(struct supervisor *s, const struct keeper_fd *fds, unsigned n_fds, int report_fd) {
    struct err err = {0};
    struct keeper_start start = {.run = supervise,
                                 .ctx = s,
                                 .fds = fds,
                                 .n_fds = n_fds,
                                 .once_fd = report_fd,
                                 .again_fd = s->cli->again_fd,
                                 .argv = s->cli->argv,
                                 .tell = tell};
    int code = keeper_run(&start, &err);
    return code < 0 ? fail(s->cli, report_fd, CLI_FAILED, &err) : code;
}

/* Loads the plan for a try, before anything is made or taken; in a process of its own, for what that
 * leaves in the memory the keeper would have for ever. CLI_OK, or an exit code. */
static int try_plan(struct supervisor *s) {
    struct generation *gen = NULL;
    int status;
    pid_t pid = s->cli->n_words ? fork() : -1;
    if (pid < 0)
        return CLI_OK; /* the supervisor will see */
    if (pid == 0) {
        int code = s->load(s->cli, &gen);
        gen_drop(gen);
        (void)fflush(NULL);
        _exit(code);
    }
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return CLI_OK;
    return WIFEXITED(status) ? WEXITSTATUS(status) : CLI_BUG;
}

int cli_supervise(struct cli *cli, const char *home, cli_load *load, int report_fd) {
    struct supervisor s = {cli, home, load};
    struct err err = {0};
    struct keeper_fd fds[] = {{.key = keep_key(KEEP_LOCK, 0), .fd = -1},
                              {.key = keep_key(KEEP_LISTEN, 0), .fd = -1}};
    if (cli->again_fd >= 0)
        return keep(&s, NULL, 0, -1);
    int code = try_plan(&s);
    if (code != CLI_OK)
        return code;
    if (home_take(home, &fds[0].fd, &err) < 0)
        return fail(cli, report_fd, CLI_USAGE, &err);
    if (ctl_socket_listen(home, &fds[1].fd, &err) == 0)
        return keep(&s, fds, ARRAY_LEN(fds), report_fd);
    (void)close(fds[0].fd);
    return fail(cli, report_fd, CLI_USAGE, &err);
}

/* ---- in the background ----------------------------------------------------------------------- */

/* A process of its own program: with nothing of ours in its memory, and a name that tells what it
 * is. Its own messages go to <home>/ecort.log. */
static ATTR_NORETURN void be_daemon(struct cli *cli, const char *home, int report_fd) {
    static char name[] = "ecort", run[] = "run", background[] = "--background";
    char *argv[] = {name, run, background, NULL};
    struct err err = {0};
    int log_fd = -1;
    const char *log = workpath_resolve(&cli->arena, home, "ecort.log");
    if (home_make(home, &err) == 0 && log)
        log_fd = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO && log_fd >= 0; fd++)
        (void)dup2(log_fd, fd);
    if (setenv("ECORT_HOME", home, 1) == 0)
        (void)execv("/proc/self/exe", argv);
    report(report_fd, "it cannot be executed");
    _exit(CLI_FAILED);
}

/* What the new process has to say: "ok", or why not. */
static void read_report(int fd, struct buf *said) {
    char chunk[512];
    for (ssize_t n; (n = read(fd, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR);)
        if (n > 0)
            buf_add(said, chunk, (size_t)n);
    (void)close(fd);
}

static bool is_somebody_there(const char *home) {
    struct err err;
    int fd;
    if (ctl_socket_connect(home, &fd, &err) != CTL_CONNECTED)
        return false;
    (void)close(fd);
    return true;
}

int cli_ensure_supervisor(struct cli *cli, const char *home) {
    enum { TRIES = 100 };
    const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    struct buf said = {0};
    struct err err = {0};
    int fd;
    if (is_somebody_there(home))
        return CLI_OK;
    switch (os_daemon(&fd, &err)) {
    case 0:
        be_daemon(cli, home, fd);
    case 1:
        break;
    default:
        return cli_fail(cli, CLI_FAILED, "%s", err.msg);
    }
    read_report(fd, &said);
    bool is_ok = !said.failed && str_eqz((struct str){said.p, said.n}, "ok");
    /* Somebody else may have been quicker and not be quite there yet. */
    for (int i = 0; i < TRIES && !is_ok; i++) {
        is_ok = is_somebody_there(home);
        if (!is_ok && i + 1 < TRIES)
            (void)nanosleep(&pause, NULL);
    }
    int rc = is_ok ? CLI_OK
                   : cli_fail(cli, CLI_FAILED, "the supervisor does not start: %.*s", (int)said.n,
                              said.n ? said.p : "");
    buf_done(&said);
    return rc;
}
