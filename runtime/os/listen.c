/* Addresses become sockets, and back. */
#include "runtime/os/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 4096 }; /* the kernel takes net.core.somaxconn where that is less */

union any_address {
    struct sockaddr plain;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un un;
};

static socklen_t fill_path(union any_address *at, const char *path) {
    size_t n = strlen(path);
    at->un.sun_family = AF_UNIX;
    memcpy(at->un.sun_path, path, n);
    if (*path == '@')
        at->un.sun_path[0] = 0;
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n + (*path != '@'));
}

static socklen_t fill(union any_address *at, const struct listen_address *address, bool has_v6) {
    memset(at, 0, sizeof *at);
    if (address->kind == LISTEN_UNIX)
        return fill_path(at, address->path);
    if (address->family == LISTEN_V4 || !has_v6) {
        at->v4.sin_family = AF_INET;
        at->v4.sin_port = htons(address->port);
        memcpy(&at->v4.sin_addr, address->ip, sizeof at->v4.sin_addr);
        return sizeof at->v4;
    }
    at->v6.sin6_family = AF_INET6;
    at->v6.sin6_port = htons(address->port);
    memcpy(&at->v6.sin6_addr, address->ip, sizeof at->v6.sin6_addr);
    return sizeof at->v6;
}

/* Two UDP sockets that both say SO_REUSEADDR would share what comes instead of being in each other's
 * way. */
static int set_options(int fd, const struct listen_address *address, bool has_v6) {
    int on = 1, only_v6 = address->family == LISTEN_V6;
    if (address->kind == LISTEN_UNIX)
        return 0;
    if (address->kind == LISTEN_TCP &&
        (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
         setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0))
        return -1;
    bool is_v6 = has_v6 && address->family != LISTEN_V4;
    return is_v6 ? setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only_v6, sizeof only_v6) : 0;
}

static bool has_name(const struct listen_address *address) {
    return address->kind == LISTEN_UNIX && *address->path != '@';
}

/* A name left by a program that is gone: connecting tells. */
static bool is_stale(const struct listen_address *address) {
    union any_address at;
    struct stat st;
    if (!has_name(address) || lstat(address->path, &st) < 0 || !S_ISSOCK(st.st_mode))
        return false;
    socklen_t size = fill(&at, address, true);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return false;
    bool is_refused = connect(fd, &at.plain, size) < 0 && errno == ECONNREFUSED;
    (void)close(fd);
    return is_refused;
}

static int open_as(const struct listen_address *address, bool has_v6, bool listens) {
    union any_address at;
    socklen_t size = fill(&at, address, has_v6);
    int type = address->kind == LISTEN_UDP ? SOCK_DGRAM : SOCK_STREAM;
    int fd = socket(at.plain.sa_family, type | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    bool is_datagram = address->kind == LISTEN_UDP;
    if (set_options(fd, address, has_v6) == 0 && bind(fd, &at.plain, size) == 0 &&
        (is_datagram || !listens || listen(fd, BACKLOG) == 0))
        return fd;
    int sys = errno;
    (void)close(fd);
    errno = sys;
    return -1;
}

static int open_any(const struct listen_address *address, bool listens) {
    int fd = open_as(address, true, listens);
    if (fd < 0 && errno == EAFNOSUPPORT && address->family == LISTEN_ANY)
        fd = open_as(address, false, listens);
    return fd;
}

static int refuse(const struct listen_address *address, struct err *err) {
    char text[LISTEN_TEXT_BYTES];
    int sys = errno;
    listen_text(address, text);
    errno = sys;
    return err_sys(err, "listen %s", text);
}

int os_listen_open(const struct listen_address *address, struct err *err) {
    if (is_stale(address))
        (void)unlink(address->path);
    int fd = open_any(address, true);
    return fd < 0 ? refuse(address, err) : fd;
}

/* Whether the name could be made: binding would make it. */
static bool is_free_name(const struct listen_address *address) {
    char dir[sizeof address->path];
    struct stat st;
    (void)snprintf(dir, sizeof dir, "%s", address->path);
    char *slash = strrchr(dir, '/');
    if (lstat(address->path, &st) == 0 && !is_stale(address)) {
        errno = EADDRINUSE;
        return false;
    }
    if (slash)
        slash[slash == dir] = 0;
    return access(slash ? dir : ".", W_OK | X_OK) == 0;
}

int os_listen_try(const struct listen_address *address, struct err *err) {
    if (has_name(address))
        return is_free_name(address) ? 0 : refuse(address, err);
    int fd = open_any(address, false);
    if (fd < 0)
        return refuse(address, err);
    (void)close(fd);
    return 0;
}

void os_listen_own(const struct listen_address *address, const struct os_identity *identity) {
    uid_t uid = identity->has_uid ? identity->uid : (uid_t)-1;
    gid_t gid = identity->has_gid ? identity->gid : (gid_t)-1;
    if (has_name(address) && (identity->has_uid || identity->has_gid) &&
        lchown(address->path, uid, gid) < 0)
        return; /* then it stays ours: whoever may be us may connect */
}

static int describe_inet(int fd, const union any_address *at, struct listen_address *address) {
    int only_v6 = 0;
    socklen_t size = sizeof only_v6;
    if (at->plain.sa_family == AF_INET) {
        address->family = LISTEN_V4;
        address->port = ntohs(at->v4.sin_port);
        memcpy(address->ip, &at->v4.sin_addr, sizeof at->v4.sin_addr);
        return 0;
    }
    if (getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only_v6, &size) < 0)
        return -1;
    address->port = ntohs(at->v6.sin6_port);
    memcpy(address->ip, &at->v6.sin6_addr, sizeof at->v6.sin6_addr);
    bool is_any = !only_v6 && IN6_IS_ADDR_UNSPECIFIED(&at->v6.sin6_addr);
    address->family = is_any ? LISTEN_ANY : LISTEN_V6;
    return 0;
}

int os_listen_address(int fd, struct listen_address *address) {
    union any_address at = {0};
    socklen_t size = sizeof at, type_size = sizeof(int);
    int type;
    *address = (struct listen_address){0};
    if (getsockname(fd, &at.plain, &size) < 0 ||
        getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &type_size) < 0)
        return -1;
    address->kind = type == SOCK_DGRAM ? LISTEN_UDP : LISTEN_TCP;
    if (at.plain.sa_family == AF_INET || at.plain.sa_family == AF_INET6)
        return describe_inet(fd, &at, address);
    if (at.plain.sa_family != AF_UNIX)
        return -1;
    address->kind = LISTEN_UNIX;
    size_t n = size - offsetof(struct sockaddr_un, sun_path);
    if (n < 2 || n >= sizeof address->path)
        return -1;
    memcpy(address->path, at.un.sun_path, n);
    if (*address->path == 0)
        *address->path = '@';
    return 0;
}

/* What cannot be had is no reason to do without the socket. */
void os_listen_dress(int fd, const struct listen_address *address) {
    int on = 1;
    if (address->kind == LISTEN_TCP)
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (address->kind != LISTEN_UDP)
        (void)listen(fd, BACKLOG); /* again: it only changes the backlog */
}

void os_listen_block(int fd, bool blocks) {
    int flags = fcntl(fd, F_GETFL);
    int wanted = blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
    if (flags >= 0 && flags != wanted)
        (void)fcntl(fd, F_SETFL, wanted);
}

int os_take_fd(pid_t pid, int fd) {
    int process = (int)syscall(SYS_pidfd_open, pid, 0);
    int taken = process < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, process, fd, 0);
    if (process >= 0)
        (void)close(process);
    return taken;
}

void os_listen_remove(const struct listen_address *address) {
    if (has_name(address))
        (void)unlink(address->path);
}
