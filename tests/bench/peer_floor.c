/* The least that supervises: N services, a pipe each whose bytes are read, and started again when they
 * end. No options, no states, no names, no log files. usage: peer_floor N PROGRAM ARG... */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct service {
    int pid_fd, pipe_fd;
};

static void watch(int epoll, int fd, uint64_t what) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = what};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        _exit(2);
}

static void start(struct service *s, int epoll, uint64_t index, char **argv) {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) < 0)
        _exit(2);
    pid_t pid = fork();
    if (pid == 0) {
        (void)setsid();
        if (dup2(fds[1], 1) >= 0 && dup2(fds[1], 2) >= 0)
            (void)execv(argv[0], argv);
        _exit(127);
    }
    (void)close(fds[1]);
    *s = (struct service){(int)syscall(SYS_pidfd_open, pid, 0), fds[0]};
    if (pid < 0 || s->pid_fd < 0)
        _exit(2);
    watch(epoll, s->pid_fd, index << 1);
    watch(epoll, s->pipe_fd, index << 1 | 1);
}

static void go_on(struct service *s, int epoll, uint64_t what, char **argv) {
    char bytes[4096];
    siginfo_t info;
    if (what & 1) {
        if (read(s->pipe_fd, bytes, sizeof bytes) == 0)
            (void)epoll_ctl(epoll, EPOLL_CTL_DEL, s->pipe_fd, NULL);
        return;
    }
    (void)waitid(P_PIDFD, (id_t)s->pid_fd, &info, WEXITED);
    (void)close(s->pid_fd);
    (void)close(s->pipe_fd);
    start(s, epoll, what >> 1, argv);
}

int main(int argc, char **argv) {
    size_t n = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
    struct service *services = calloc(n ? n : 1, sizeof *services);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    if (n == 0 || !services || epoll < 0)
        return 2;
    for (size_t i = 0; i < n; i++)
        start(&services[i], epoll, i, argv + 2);
    for (;;) {
        struct epoll_event event;
        /* One at a time: what is said of a service that an earlier one ended would be of the next. */
        if (epoll_wait(epoll, &event, 1, -1) == 1)
            go_on(&services[event.data.u64 >> 1], epoll, event.data.u64, argv + 2);
    }
}
