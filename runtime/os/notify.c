/* One datagram. */
#include "runtime/os/notify.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void os_notify(const char *socket_name, const char *text) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t n = strlen(socket_name);
    if (n == 0 || n >= sizeof address.sun_path || (*socket_name != '/' && *socket_name != '@'))
        return;
    memcpy(address.sun_path, socket_name, n);
    if (*socket_name == '@')
        address.sun_path[0] = 0;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
    (void)sendto(fd, text, strlen(text), MSG_NOSIGNAL, (const struct sockaddr *)&address, size);
    (void)close(fd);
}

/* ---- hearing --------------------------------------------------------------------------------- */

int os_notify_open(struct err *err) {
    struct sockaddr_un any = {.sun_family = AF_UNIX};
    int on = 1;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return err_sys(err, "socket");
    if (setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0 &&
        bind(fd, (const struct sockaddr *)&any, sizeof any.sun_family) == 0)
        return fd;
    int rc = err_sys(err, "a socket for sd_notify");
    (void)close(fd);
    return rc;
}

int os_notify_name(int fd, char name[OS_NOTIFY_NAME_BYTES]) {
    struct sockaddr_un own = {0};
    socklen_t size = sizeof own;
    if (getsockname(fd, (struct sockaddr *)&own, &size) < 0)
        return -1;
    size_t n = size - offsetof(struct sockaddr_un, sun_path);
    if (own.sun_family != AF_UNIX || n < 2 || n >= OS_NOTIFY_NAME_BYTES || own.sun_path[0] != 0) {
        errno = EINVAL;
        return -1;
    }
    memcpy(name, own.sun_path, n);
    name[0] = '@';
    name[n] = 0;
    return 0;
}

static void take_control(struct msghdr *m, struct os_notification *said) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
        struct ucred who;
        if (c->cmsg_level != SOL_SOCKET)
            continue;
        if (c->cmsg_type == SCM_CREDENTIALS && c->cmsg_len == CMSG_LEN(sizeof who)) {
            memcpy(&who, CMSG_DATA(c), sizeof who);
            said->pid = who.pid;
        } else if (c->cmsg_type == SCM_RIGHTS) {
            size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            said->n_fds = n < OS_NOTIFY_FDS ? (unsigned)n : OS_NOTIFY_FDS;
            memcpy(said->fds, CMSG_DATA(c), said->n_fds * sizeof(int));
        }
    }
}

/* The room for descriptors is as much as there are places for them: the kernel closes the others. */
bool os_notify_next(int fd, struct os_notification *said) {
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(OS_NOTIFY_FDS * sizeof(int))];
    } control;
    for (;;) {
        struct iovec text = {said->text, sizeof said->text};
        struct msghdr m = {.msg_iov = &text,
                           .msg_iovlen = 1,
                           .msg_control = control.bytes,
                           .msg_controllen = sizeof control.bytes};
        ssize_t n = recvmsg(fd, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        said->pid = 0;
        said->n = (size_t)n;
        said->n_fds = 0;
        take_control(&m, said);
        if (said->pid > 0 && !(m.msg_flags & MSG_TRUNC))
            return true;
        os_notify_done(said);
    }
}

void os_notify_done(struct os_notification *said) {
    for (unsigned i = 0; i < said->n_fds; i++)
        (void)close(said->fds[i]);
    said->n_fds = 0;
}
