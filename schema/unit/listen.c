/* Addresses, by hand: a prefix, a host, a port. */
#include "schema/unit/listen.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static bool refuse(const char **why, const char *text) {
    *why = text;
    return false;
}

static bool take_port(struct str text, uint16_t *port) {
    uint32_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || i >= 5)
            return false;
        n = n * 10 + (uint32_t)(text.p[i] - '0');
    }
    *port = (uint16_t)n;
    return text.n && n >= 1 && n <= UINT16_MAX;
}

static bool take_host(struct str host, struct listen_address *a) {
    char text[64];
    if (host.n == 0 || str_eqz(host, "*"))
        return true;
    bool is_v6 = host.p[0] == '[';
    if (host.n >= sizeof text || (is_v6 && (host.n < 3 || host.p[host.n - 1] != ']')))
        return false;
    if (is_v6)
        host = (struct str){host.p + 1, host.n - 2};
    memcpy(text, host.p, host.n);
    text[host.n] = 0;
    a->family = is_v6 ? LISTEN_V6 : LISTEN_V4;
    return strlen(text) == host.n && inet_pton(is_v6 ? AF_INET6 : AF_INET, text, a->ip) == 1;
}

static bool take_path(struct str path, struct listen_address *a, const char **why) {
    if (path.n < 2 || (path.p[0] != '/' && path.p[0] != '@'))
        return refuse(why, "the path of a socket is absolute, or begins with @");
    if (path.n >= sizeof a->path || memchr(path.p, 0, path.n))
        return refuse(why, "the path of a socket has at most 107 bytes");
    memcpy(a->path, path.p, path.n);
    return true;
}

bool listen_parse(struct str text, struct listen_address *address, const char **why) {
    struct listen_address a = {0};
    struct str host = {text.p, 0}, port;
    if (str_starts(text, STR("unix:"))) {
        a.kind = LISTEN_UNIX;
        if (!take_path(str_skip(text, strlen("unix:")), &a, why))
            return false;
        *address = a;
        return true;
    }
    if (str_starts(text, STR("udp:"))) {
        a.kind = LISTEN_UDP;
        text = str_skip(text, strlen("udp:"));
    }
    port = text;
    for (size_t i = text.n; i > 0; i--)
        if (text.p[i - 1] == ':') {
            host = (struct str){text.p, i - 1};
            port = str_skip(text, i);
            break;
        }
    if (!take_port(port, &a.port))
        return refuse(why, "the port is not a number from 1 to 65535");
    if (!take_host(host, &a))
        return refuse(why, "the host is neither *, an IPv4 address, nor an IPv6 address in [ ]");
    *address = a;
    return true;
}

bool listen_same(const struct listen_address *a, const struct listen_address *b) {
    return a->kind == b->kind && a->family == b->family && a->port == b->port &&
           memcmp(a->ip, b->ip, sizeof a->ip) == 0 && strcmp(a->path, b->path) == 0;
}

void listen_text(const struct listen_address *address, char out[LISTEN_TEXT_BYTES]) {
    char ip[INET6_ADDRSTRLEN] = "";
    const char *prefix = address->kind == LISTEN_UDP ? "udp:" : "";
    if (address->kind == LISTEN_UNIX) {
        (void)snprintf(out, LISTEN_TEXT_BYTES, "unix:%s", address->path);
        return;
    }
    if (address->family != LISTEN_ANY)
        (void)inet_ntop(address->family == LISTEN_V6 ? AF_INET6 : AF_INET, address->ip, ip,
                        sizeof ip);
    (void)snprintf(out, LISTEN_TEXT_BYTES,
                   address->family == LISTEN_V6   ? "%s[%s]:%u"
                   : address->family == LISTEN_V4 ? "%s%s:%u"
                                                  : "%s%s%u",
                   prefix, ip, address->port);
}
