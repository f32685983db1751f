/* Between fork and exec only async-signal-safe calls, no allocation, and _exit as the way out. */
#include "runtime/os/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <unistd.h>

#include "runtime/os/sched.h"

static ATTR_NORETURN void give_up(int report_fd, enum os_spawn_step step) {
    struct os_spawn_report report = {(int32_t)step, errno};
    ssize_t n = write(report_fd, &report, sizeof report); /* atomic: far below PIPE_BUF */
    _exit(n < 0 ? 126 : 127);
}

/* The supervisor blocks signals and ignores some; neither is the program's business. */
static void reset_signals(void) {
    struct sigaction plain = {.sa_handler = SIG_DFL};
    for (int i = 1; i < NSIG; i++)
        (void)sigaction(i, &plain, NULL); /* SIGKILL, SIGSTOP and libc's own refuse: fine */
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The groups first: afterwards it is forbidden. */
static int become(const struct os_identity *id) {
    if (id->has_gid && (setgroups(id->n_groups, id->groups) < 0 || setgid(id->gid) < 0))
        return -1;
    return id->has_uid ? setuid(id->uid) : 0;
}

/* Above where they go to first: they may stand where another one is to be. */
static int move_up(int fd, int n) {
    return fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1 + n);
}

static int pass(const struct os_spawn *s, int *report_fd) {
    int n = s->n_pass_fds, moved[OS_SPAWN_PASS_MOST];
    int report_up = n ? move_up(*report_fd, n) : *report_fd;
    if (report_up < 0)
        return -1;
    *report_fd = report_up;
    for (int i = 0; i < n; i++)
        if ((moved[i] = move_up(s->pass_fds[i], n)) < 0)
            return -1;
    for (int i = 0; i < n; i++)
        if (dup2(moved[i], STDERR_FILENO + 1 + i) < 0)
            return -1;
    return 0;
}

/* By hand: nothing that formats is safe here. */
static void write_own_pid(char *const *envp) {
    static const char name[] = "LISTEN_PID=";
    size_t n = sizeof name - 1, digits = sizeof OS_SPAWN_PID - 1;
    for (; *envp; envp++) {
        if (strncmp(*envp, name, n) != 0 || strcmp(*envp + n, OS_SPAWN_PID) != 0)
            continue;
        unsigned pid = (unsigned)getpid();
        char text[sizeof OS_SPAWN_PID] = "";
        size_t at = digits;
        for (; pid; pid /= 10)
            text[--at] = (char)('0' + pid % 10);
        memmove(*envp + n, text + at, digits - at + 1);
        return;
    }
}

static ATTR_NORETURN void run_child(const struct os_spawn *s, int report_fd) {
    if (setsid() < 0)
        give_up(report_fd, OS_SPAWN_SESSION);
    if (dup2(s->in_fd, 0) < 0 || dup2(s->out_fd, 1) < 0 || dup2(s->err_fd, 2) < 0)
        give_up(report_fd, OS_SPAWN_STDIO);
    if (pass(s, &report_fd) < 0)
        give_up(report_fd, OS_SPAWN_STDIO);
    if (s->nofile)
        (void)setrlimit(RLIMIT_NOFILE, s->nofile);
    if (s->has_usual_sched)
        os_sched_usual();
    if (s->nice && setpriority(PRIO_PROCESS, 0, s->nice) < 0)
        give_up(report_fd, OS_SPAWN_NICE);
    if (s->identity && become(s->identity) < 0)
        give_up(report_fd, OS_SPAWN_USER);
    if (chdir(s->cwd) < 0)
        give_up(report_fd, OS_SPAWN_CHDIR);
    reset_signals();
    write_own_pid(s->envp);
    (void)execve(s->path, s->argv, s->envp);
    give_up(report_fd, OS_SPAWN_EXEC);
}

int os_spawn(const struct os_spawn *spawn, struct os_child *child, struct err *err) {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) < 0)
        return err_sys(err, "pipe");
    pid_t pid = fork();
    if (pid == 0)
        run_child(spawn, fds[1]);
    int sys = errno;
    (void)close(fds[1]);
    if (pid < 0) {
        (void)close(fds[0]);
        errno = sys;
        return err_sys(err, "fork");
    }
    *child = (struct os_child){pid, fds[0]};
    return 0;
}

int os_pipe_both(int fd) {
    char path[32];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int both = open(path, O_RDWR | O_CLOEXEC);
    if (both < 0)
        return fd;
    (void)close(fd);
    return both;
}

void os_renice(pid_t pid, int nice) {
    int own = nice ? nice : getpriority(PRIO_PROCESS, 0);
    (void)setpriority(PRIO_PGRP, (id_t)pid, own);
}

enum os_report os_spawn_ask(int report_fd, struct os_spawn_report *report) {
    ssize_t n;
    do
        n = read(report_fd, report, sizeof *report);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return errno == EAGAIN ? OS_REPORT_PENDING : OS_REPORT_RUNS;
    return n == (ssize_t)sizeof *report ? OS_REPORT_FAILED : OS_REPORT_RUNS;
}

const char *os_spawn_step_name(enum os_spawn_step step) {
    static const char *const names[] = {"setsid", "stdio", "nice", "user", "cwd", "exec"};
    return names[step];
}
