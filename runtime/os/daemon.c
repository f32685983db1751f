/* The classical steps. */
#include "runtime/os/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Nothing of the caller's stays open: whoever waits for the end of its pipe must not wait for us. */
static int leave_descriptors(int report_fd) {
    int null_fd = open("/dev/null", O_RDWR);
    if (null_fd < 0)
        return -1;
    for (int fd = 0; fd < OS_DAEMON_REPORT_FD; fd++)
        (void)dup2(null_fd, fd);
    if (report_fd != OS_DAEMON_REPORT_FD)
        (void)dup2(report_fd, OS_DAEMON_REPORT_FD);
    else
        (void)fcntl(OS_DAEMON_REPORT_FD, F_SETFD, 0);
    (void)close_range(OS_DAEMON_REPORT_FD + 1, ~0U, 0);
    return OS_DAEMON_REPORT_FD;
}

int os_daemon(int *report_fd, struct err *err) {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) < 0)
        return err_sys(err, "pipe");
    pid_t pid = fork();
    if (pid < 0) {
        int rc = err_sys(err, "fork");
        (void)close(fds[0]);
        (void)close(fds[1]);
        return rc;
    }
    if (pid > 0) {
        (void)close(fds[1]);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            continue;
        *report_fd = fds[0];
        return 1;
    }
    if (setsid() < 0 || (pid = fork()) < 0)
        _exit(1);
    if (pid > 0)
        _exit(0);
    *report_fd = leave_descriptors(fds[1]);
    if (*report_fd < 0 || chdir("/") < 0)
        _exit(1);
    return 0;
}
