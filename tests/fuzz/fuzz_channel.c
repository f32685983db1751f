/* The line between keeper and supervisor: whatever is sent, with or without a descriptor, gives sound
 * messages or nothing, and no descriptor is left open. A byte of the input says how long the next
 * message is, and whether a descriptor comes with it. */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/os/channel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void send_piece(int fd, const uint8_t *bytes, size_t n, int passed_fd) {
    struct iovec iov = {.iov_len = n};
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr head = {.msg_iov = &iov, .msg_iovlen = 1};
    char copy[256];
    memcpy(copy, bytes, n);
    iov.iov_base = copy;
    if (passed_fd >= 0) {
        head.msg_control = control.bytes;
        head.msg_controllen = sizeof control.bytes;
        *CMSG_FIRSTHDR(&head) = (struct cmsghdr){
            .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
        memcpy(CMSG_DATA(CMSG_FIRSTHDR(&head)), &passed_fd, sizeof passed_fd);
    }
    (void)sendmsg(fd, &head, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* All that comes; false where the line is closed. */
static void take_all(int fd) {
    struct channel_message m;
    int passed;
    while (channel_next(fd, &m, &passed) == CHANNEL_MESSAGE) {
        if (m.kind < CHANNEL_HOLD || m.kind > CHANNEL_HEIR)
            abort();
        if (passed >= 0 && close(passed) < 0)
            abort();
    }
}

/* The lowest free descriptor: the same before and after, or one was left open. */
static int lowest_free(void) {
    int fd = dup(STDIN_FILENO);
    if (fd >= 0)
        (void)close(fd);
    return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    int ends[2], before = lowest_free();
    struct err err;
    if (channel_open(ends, &err) < 0)
        return 0;
    while (size > 0) {
        size_t n = data[0] & 0x7f;
        int passed = data[0] & 0x80 ? STDIN_FILENO : -1;
        data++, size--;
        n = n < size ? n : size;
        send_piece(ends[0], data, n, passed);
        data += n, size -= n;
        if (n == 0 && passed < 0)
            break; /* an empty message means the end on such a line */
        take_all(ends[1]);
    }
    take_all(ends[1]);
    (void)close(ends[0]);
    (void)close(ends[1]);
    if (lowest_free() != before)
        abort();
    return 0;
}
