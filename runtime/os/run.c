/* fork, exec, wait. */
#include "runtime/os/run.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

int os_run(const char *path, char *const *argv, char *const *envp, int is_quiet, struct err *err) {
    int null_fd = is_quiet ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
    pid_t pid = fork();
    if (pid == 0) {
        if (null_fd >= 0)
            (void)dup2(null_fd, 1);
        (void)execve(path, argv, envp);
        _exit(127);
    }
    int sys = errno, status = 0;
    if (null_fd >= 0)
        (void)close(null_fd);
    errno = sys;
    if (pid < 0)
        return err_sys(err, "fork");
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return err_sys(err, "%s", path);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
