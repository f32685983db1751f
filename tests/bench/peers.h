/* What the programs of the comparison with other supervisors say to each other. */
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

/* One datagram: that process runs, and since when; pid 0: the supervisor is about to be started. */
struct peer_note {
    int32_t pid;
    int64_t at_ns;
};

static inline int64_t peer_now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static inline struct sockaddr_un peer_address(const char *path) {
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    (void)snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    return to;
}

/* 0, or -1 where nobody listens there. */
static inline int peer_tell(int fd, const char *path, int32_t pid) {
    struct sockaddr_un to = peer_address(path);
    struct peer_note note = {pid, peer_now_ns()};
    return sendto(fd, &note, sizeof note, 0, (struct sockaddr *)&to, sizeof to) < 0 ? -1 : 0;
}
