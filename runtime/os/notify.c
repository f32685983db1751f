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

static pid_t sender_of(struct msghdr *m) {
    struct ucred who = {0};
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c))
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_CREDENTIALS &&
            c->cmsg_len == CMSG_LEN(sizeof who))
            memcpy(&who, CMSG_DATA(c), sizeof who);
    return who.pid;
}

/* There is room for the credentials only, which come first: descriptors stay in the message. */
bool os_notify_peek(int fd, struct os_notification *said) {
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(struct ucred))];
    } control;
    for (;;) {
        struct iovec text = {said->text, sizeof said->text};
        struct msghdr m = {.msg_iov = &text,
                           .msg_iovlen = 1,
                           .msg_control = control.bytes,
                           .msg_controllen = sizeof control.bytes};
        ssize_t n = recvmsg(fd, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC | MSG_PEEK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        said->n = (size_t)n;
        said->pid = sender_of(&m);
        if (said->pid > 0 && !(m.msg_flags & MSG_TRUNC))
            return true;
        os_notify_drop(fd);
    }
}

void os_notify_drop(int fd) {
    while (recv(fd, NULL, 0, MSG_DONTWAIT) < 0 && errno == EINTR)
        continue;
}
