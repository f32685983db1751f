/* posix_spawn shares the memory until exec, so a helper costs the supervisor no copy of itself. */
#include "runtime/os/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int spawn(char *const *argv, char *const *envp, int out_fd, pid_t *pid) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, all;
    if (posix_spawn_file_actions_init(&files) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attr) != 0) {
        (void)posix_spawn_file_actions_destroy(&files);
        return ENOMEM;
    }
    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    int sys = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    if (sys == 0)
        sys = out_fd < 0 ? posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0)
                         : posix_spawn_file_actions_adddup2(&files, out_fd, 1);
    (void)posix_spawnattr_setsigmask(&attr, &none);
    (void)posix_spawnattr_setsigdefault(&attr, &all);
    (void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETSIGDEF);
    if (sys == 0)
        sys = posix_spawn(pid, "/proc/self/exe", &files, &attr, argv, envp);
    (void)posix_spawnattr_destroy(&attr);
    (void)posix_spawn_file_actions_destroy(&files);
    return sys;
}

int os_helper_start(char *const *argv, char *const *envp, int out_fd, pid_t *pid, struct err *err) {
    errno = spawn(argv, envp, out_fd, pid);
    return errno ? err_sys(err, "%s", argv[1]) : 0;
}

void os_helper_be_quiet(void) {
    enum { OF_PROCESS = 1, CLASS_IDLE = 3, CLASS_SHIFT = 13 }; /* linux/ioprio.h */
    (void)setpriority(PRIO_PROCESS, 0, 19);
    (void)syscall(SYS_ioprio_set, OF_PROCESS, 0, CLASS_IDLE << CLASS_SHIFT);
}
