/* signalfd, waitid. */
#include "runtime/os/signals.h"

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "schema/base/base.h"

int os_signals_open(int *fd, struct err *err) {
    static const int taken[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
    sigset_t set;
    (void)sigemptyset(&set);
    for (size_t i = 0; i < ARRAY_LEN(taken); i++)
        (void)sigaddset(&set, taken[i]);
    struct sigaction ignore = {.sa_handler = SIG_IGN}, plain = {.sa_handler = SIG_DFL};
    /* SIGXFSZ: a file beyond the limit is a write error. */
    if (sigaction(SIGPIPE, &ignore, NULL) < 0 || sigaction(SIGXFSZ, &ignore, NULL) < 0 ||
        sigaction(SIGCHLD, &plain, NULL) < 0 || sigprocmask(SIG_BLOCK, &set, NULL) < 0)
        return err_sys(err, "signals");
    *fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return *fd < 0 ? err_sys(err, "signalfd") : 0;
}

int os_signals_next(int fd) {
    struct signalfd_siginfo info;
    ssize_t n;
    do
        n = read(fd, &info, sizeof info);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

struct os_exit os_exit_of(pid_t pid, int status) {
    bool by_signal = WIFSIGNALED(status);
    return (struct os_exit){.pid = pid,
                            .by_signal = by_signal,
                            .core = by_signal && WCOREDUMP(status),
                            .number = by_signal ? WTERMSIG(status) : WEXITSTATUS(status)};
}

bool os_next_ended(struct os_exit *ended) {
    siginfo_t info = {0};
    int rc;
    do
        rc = waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT);
    while (rc < 0 && errno == EINTR);
    if (rc < 0 || info.si_pid == 0)
        return false;
    bool by_signal = info.si_code != CLD_EXITED;
    *ended = (struct os_exit){.pid = info.si_pid,
                              .by_signal = by_signal,
                              .core = info.si_code == CLD_DUMPED,
                              .number = info.si_status};
    return true;
}

void os_reap(pid_t pid) {
    while (waitpid(pid, NULL, WNOHANG) < 0 && errno == EINTR)
        continue;
}
