/* sendmsg, recvmsg, SCM_RIGHTS. */
#include "runtime/os/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAGIC = 0x4b50 };

int channel_open(int ends[2], struct err *err) {
    int rc = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends);
    return rc < 0 ? err_sys(err, "socketpair") : 0;
}

union control {
    struct cmsghdr head; /* for its alignment */
    char bytes[CMSG_SPACE(sizeof(int))];
};

bool channel_send(int fd, enum channel_kind kind, uint64_t key, int32_t a, int32_t b,
                  int passed_fd) {
    struct channel_message message = {MAGIC, (uint32_t)kind, key, a, b};
    struct iovec iov = {&message, sizeof message};
    struct msghdr head = {.msg_iov = &iov, .msg_iovlen = 1};
    union control control = {0};
    if (passed_fd >= 0) {
        head.msg_control = control.bytes;
        head.msg_controllen = sizeof control.bytes;
        struct cmsghdr *c = CMSG_FIRSTHDR(&head);
        *c = (struct cmsghdr){
            .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
        memcpy(CMSG_DATA(c), &passed_fd, sizeof passed_fd);
    }
    ssize_t n;
    do
        n = sendmsg(fd, &head, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof message;
}

bool channel_check(const void *bytes, size_t n, struct channel_message *message) {
    if (n != sizeof *message)
        return false;
    memcpy(message, bytes, n);
    return message->magic == MAGIC && message->kind >= CHANNEL_HOLD &&
           message->kind <= CHANNEL_HEIR;
}

static int take_fd(struct msghdr *head) {
    struct cmsghdr *c = CMSG_FIRSTHDR(head);
    int fd = -1;
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(c), sizeof fd);
    return fd;
}

enum channel_got channel_next(int fd, struct channel_message *message, int *passed_fd) {
    for (;;) {
        char bytes[sizeof *message + 1];
        union control control = {0};
        struct iovec iov = {bytes, sizeof bytes};
        struct msghdr head = {.msg_iov = &iov,
                              .msg_iovlen = 1,
                              .msg_control = control.bytes,
                              .msg_controllen = sizeof control.bytes};
        ssize_t n = recvmsg(fd, &head, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 && errno == EAGAIN ? CHANNEL_EMPTY : CHANNEL_CLOSED;
        *passed_fd = take_fd(&head);
        if (channel_check(bytes, (size_t)n, message))
            return CHANNEL_MESSAGE;
        if (*passed_fd >= 0)
            (void)close(*passed_fd);
    }
}
