/* Sockets on their way. */
#include "runtime/os/connect.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union any_address {
    struct sockaddr plain;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

unsigned os_endpoints_of(struct str host, struct os_endpoint at[OS_ENDPOINTS_MOST]) {
    static const struct os_endpoint local[] = {{false, {127, 0, 0, 1}}, {true, {[15] = 1}}};
    char text[INET6_ADDRSTRLEN];
    if (str_eqz(host, "localhost")) {
        memcpy(at, local, sizeof local);
        return 2;
    }
    if (host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
        host = (struct str){host.p + 1, host.n - 2};
    if (host.n == 0 || host.n >= sizeof text)
        return 0;
    memcpy(text, host.p, host.n);
    text[host.n] = 0;
    at[0] = (struct os_endpoint){0};
    if (inet_pton(AF_INET, text, at[0].ip) == 1)
        return 1;
    at[0].is_v6 = inet_pton(AF_INET6, text, at[0].ip) == 1;
    return at[0].is_v6;
}

static bool take_address(const struct addrinfo *info, struct os_endpoint *at) {
    *at = (struct os_endpoint){.is_v6 = info->ai_family == AF_INET6};
    if (info->ai_family == AF_INET)
        memcpy(at->ip, &((const struct sockaddr_in *)(const void *)info->ai_addr)->sin_addr, 4);
    else if (at->is_v6)
        memcpy(at->ip, &((const struct sockaddr_in6 *)(const void *)info->ai_addr)->sin6_addr, 16);
    return at->is_v6 || info->ai_family == AF_INET;
}

unsigned os_endpoints_look_up(const char *host, struct os_endpoint at[OS_ENDPOINTS_MOST],
                              const char **why) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    unsigned n = 0;
    int code = getaddrinfo(host, NULL, &hints, &list);
    *why = code == EAI_SYSTEM ? strerror(errno) : code ? gai_strerror(code) : "it has no address";
    if (code)
        return 0;
    for (const struct addrinfo *info = list; info && n < OS_ENDPOINTS_MOST; info = info->ai_next)
        n += take_address(info, &at[n]);
    freeaddrinfo(list);
    return n;
}

void os_endpoint_ip(const struct os_endpoint *at, char text[OS_ENDPOINT_TEXT_BYTES]) {
    if (!inet_ntop(at->is_v6 ? AF_INET6 : AF_INET, at->ip, text, OS_ENDPOINT_TEXT_BYTES))
        *text = 0;
}

static socklen_t fill(union any_address *to, const struct os_endpoint *at, uint16_t port) {
    memset(to, 0, sizeof *to);
    if (at->is_v6) {
        to->v6.sin6_family = AF_INET6;
        to->v6.sin6_port = htons(port);
        memcpy(&to->v6.sin6_addr, at->ip, sizeof to->v6.sin6_addr);
        return sizeof to->v6;
    }
    to->v4.sin_family = AF_INET;
    to->v4.sin_port = htons(port);
    memcpy(&to->v4.sin_addr, at->ip, sizeof to->v4.sin_addr);
    return sizeof to->v4;
}

static int close_failed(int fd) {
    int sys = errno;
    (void)close(fd);
    errno = sys;
    return -1;
}

static int open_stream(int family) {
    return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int os_connect(const struct os_endpoint *at, uint16_t port) {
    union any_address to;
    socklen_t size = fill(&to, at, port);
    int fd = open_stream(to.plain.sa_family);
    if (fd < 0)
        return -1;
    if (connect(fd, &to.plain, size) == 0 || errno == EINPROGRESS)
        return fd;
    return close_failed(fd);
}

int os_connect_result(int fd) {
    int sys = 0;
    socklen_t size = sizeof sys;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &sys, &size) < 0 ? errno : sys;
}

/* Whether the one that was accepted is the one that connected: the port was open to others. */
static bool is_other_end(int fd, const union any_address *peer) {
    union any_address own;
    socklen_t size = sizeof own;
    return getsockname(fd, &own.plain, &size) == 0 && own.v4.sin_port == peer->v4.sin_port &&
           own.v4.sin_addr.s_addr == peer->v4.sin_addr.s_addr;
}

static int accept_from(int door, int from) {
    union any_address peer;
    for (;;) {
        socklen_t size = sizeof peer;
        int fd = accept4(door, &peer.plain, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0 || is_other_end(from, &peer))
            return fd;
        (void)close(fd);
    }
}

int os_connect_pair(int ends[2]) {
    static const struct os_endpoint here = {false, {127, 0, 0, 1}};
    union any_address at;
    socklen_t size = fill(&at, &here, 0);
    int door = open_stream(AF_INET);
    if (door < 0)
        return -1;
    if (bind(door, &at.plain, size) < 0 || listen(door, 8) < 0 ||
        getsockname(door, &at.plain, &size) < 0 ||
        (ends[0] = os_connect(&here, ntohs(at.v4.sin_port))) < 0)
        return close_failed(door);
    ends[1] = accept_from(door, ends[0]);
    if (ends[1] < 0)
        (void)close_failed(ends[0]);
    int sys = errno;
    (void)close(door);
    errno = sys;
    return ends[1] < 0 ? -1 : 0;
}
