/* bind(2), with the errors as negative numbers: they go to the program as they are. */
#include "runtime/cluster/server_socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "runtime/cluster/json_scan.h"

enum { BACKLOG = 511 };

union server_address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un path;
};

/* ---- what is asked for ----------------------------------------------------------------------- */

static bool type_of(struct str addressing, int64_t fd, enum server_type *type) {
    static const struct {
        const char *json;
        enum server_type type;
    } types[] = {{"4", SERVER_TCP4},
                 {"6", SERVER_TCP6},
                 {"-1", SERVER_UNIX},
                 {"\"udp4\"", SERVER_UDP4},
                 {"\"udp6\"", SERVER_UDP6}};
    bool is_known = false;
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (str_eqz(addressing, types[i].json)) {
            *type = types[i].type;
            is_known = true;
        }
    bool is_udp = is_known && (*type == SERVER_UDP4 || *type == SERVER_UDP6);
    if (fd >= 0)
        *type = is_udp ? SERVER_UDP_FD : SERVER_FD;
    return is_known || fd >= 0;
}

static bool makes_sense(const struct server_spec *spec) {
    const struct buf *address = &spec->address;
    if (address->failed || address->n >= PATH_MAX || spec->port < 0 || spec->port > 65535)
        return false;
    bool is_abstract = address->n && address->p[0] == 0;
    if (spec->type == SERVER_UNIX)
        return address->n > 0 && (is_abstract || !memchr(address->p, 0, address->n));
    return !address->n || !memchr(address->p, 0, address->n);
}

/* Node resolves an abstract name (one with a leading NUL) as if it were a relative path. */
static void find_abstract(struct buf *address) {
    const char *nul = address->n ? memchr(address->p, 0, address->n) : NULL;
    if (nul)
        buf_consume(address, (size_t)(nul - address->p));
}

static int64_t bounded(int64_t n, int64_t least, int64_t most) {
    return n < least ? least : n > most ? most : n;
}

bool server_spec_of(struct server_spec *spec, const struct ipc_message *query) {
    int64_t fd = ipc_int(query, IPC_FD, -1);
    *spec = (struct server_spec){
        .index = ipc_int(query, IPC_INDEX, 0),
        .fd = (int)bounded(fd, -1, INT_MAX),
        .flags = (unsigned)ipc_int(query, IPC_FLAGS, 0) & (SERVER_IPV6_ONLY | SERVER_REUSE_ADDR),
        .backlog = (int)bounded(ipc_int(query, IPC_BACKLOG, 0), 0, INT_MAX),
        .is_readable_all = ipc_is_true(query, IPC_READABLE_ALL),
        .is_writable_all = ipc_is_true(query, IPC_WRITABLE_ALL),
    };
    struct str address = query->field[IPC_ADDRESS];
    bool is_ok = type_of(query->field[IPC_ADDRESS_TYPE], fd, &spec->type) &&
                 (!json_scan_is_string(address) || json_scan_text(address, &spec->address));
    if (is_ok && spec->type == SERVER_UNIX)
        find_abstract(&spec->address);
    if (is_ok && spec->type != SERVER_UNIX && !server_is_given(spec))
        spec->port = (int)bounded(ipc_int(query, IPC_PORT, 0), -1, 65536);
    if (spec->port || spec->type == SERVER_UNIX || server_is_given(spec))
        spec->index = 0;
    if (is_ok && makes_sense(spec))
        return true;
    server_spec_done(spec);
    return false;
}

void server_spec_done(struct server_spec *spec) {
    buf_done(&spec->address);
}

bool server_is_same(const struct server_spec *a, const struct server_spec *b) {
    return !server_is_given(a) && a->type == b->type && a->port == b->port &&
           a->index == b->index &&
           str_eq((struct str){a->address.p, a->address.n},
                  (struct str){b->address.p, b->address.n});
}

bool server_is_datagram(const struct server_spec *spec) {
    return spec->type == SERVER_UDP4 || spec->type == SERVER_UDP6 || spec->type == SERVER_UDP_FD;
}

bool server_is_given(const struct server_spec *spec) {
    return spec->type == SERVER_FD || spec->type == SERVER_UDP_FD;
}

/* ---- addresses ------------------------------------------------------------------------------- */

static bool is_v6(const struct server_spec *spec) {
    return spec->type == SERVER_TCP6 || spec->type == SERVER_UDP6;
}

static int parse_v4(const char *text, int port, union server_address *at, socklen_t *size) {
    *at = (union server_address){.v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)}};
    *size = sizeof at->v4;
    return inet_pton(AF_INET, text, &at->v4.sin_addr) == 1 ? 0 : -EINVAL;
}

/* "fe80::1%eth0" names the interface. */
static int parse_v6(const char *text, int port, union server_address *at, socklen_t *size) {
    char plain[INET6_ADDRSTRLEN];
    const char *scope = strchr(text, '%');
    size_t n = scope ? (size_t)(scope - text) : strlen(text);
    *at =
        (union server_address){.v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)}};
    *size = sizeof at->v6;
    if (n >= sizeof plain)
        return -EINVAL;
    memcpy(plain, text, n);
    plain[n] = 0;
    if (scope)
        at->v6.sin6_scope_id = if_nametoindex(scope + 1);
    return inet_pton(AF_INET6, plain, &at->v6.sin6_addr) == 1 ? 0 : -EINVAL;
}

static int parse(const char *text, int port, union server_address *at, socklen_t *size) {
    return strchr(text, ':') ? parse_v6(text, port, at, size) : parse_v4(text, port, at, size);
}

static int set(int fd, int level, int option) {
    const int on = 1;
    return setsockopt(fd, level, option, &on, sizeof on) < 0 ? -errno : 0;
}

static int set_only(int fd, bool is_only) {
    const int value = is_only;
    return setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &value, sizeof value) < 0 ? -errno : 0;
}

/* A socket bound to a numeric address, or a negative errno. */
static int bind_to(const struct server_spec *spec, const char *text) {
    union server_address at;
    socklen_t size;
    bool is_udp = server_is_datagram(spec);
    int rc = parse(text, spec->port, &at, &size);
    if (rc < 0)
        return rc;
    int fd = socket(at.any.sa_family,
                    (is_udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    if (!is_udp || spec->flags & SERVER_REUSE_ADDR)
        rc = set(fd, SOL_SOCKET, SO_REUSEADDR);
    if (rc == 0 && at.any.sa_family == AF_INET6)
        rc = set_only(fd, spec->flags & SERVER_IPV6_ONLY);
    if (rc == 0 && bind(fd, &at.any, size) < 0)
        rc = -errno;
    if (rc == 0 && !is_udp && listen(fd, spec->backlog ? spec->backlog : BACKLOG) < 0)
        rc = -errno;
    if (rc == 0)
        return fd;
    (void)close(fd);
    return rc;
}

static int open_inet(const struct server_spec *spec) {
    char text[INET6_ADDRSTRLEN + IF_NAMESIZE + 2];
    bool is_udp = server_is_datagram(spec);
    if (spec->address.n >= sizeof text)
        return -EINVAL;
    if (spec->address.n) {
        memcpy(text, spec->address.p, spec->address.n);
        text[spec->address.n] = 0;
        return bind_to(spec, text);
    }
    if (is_udp && !is_v6(spec))
        return bind_to(spec, "0.0.0.0");
    int fd = bind_to(spec, "::");
    bool has_no_v6 = fd == -EAFNOSUPPORT || fd == -EADDRNOTAVAIL || fd == -EINVAL;
    return has_no_v6 && !is_udp ? bind_to(spec, "0.0.0.0") : fd;
}

/* ---- Unix sockets ---------------------------------------------------------------------------- */

/* The directory is held by a descriptor while the path is too long for an address. */
struct unix_place {
    union server_address at;
    socklen_t size;
    int dir_fd;
    char path[PATH_MAX];
};

static int place_long(struct unix_place *place) {
    char *slash = strrchr(place->path, '/');
    if (!slash)
        return -ENAMETOOLONG;
    *slash = 0;
    place->dir_fd = open(*place->path ? place->path : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    *slash = '/';
    if (place->dir_fd < 0)
        return -errno;
    int n = snprintf(place->at.path.sun_path, sizeof place->at.path.sun_path, "/proc/self/fd/%d/%s",
                     place->dir_fd, slash + 1);
    if (n < 0 || (size_t)n >= sizeof place->at.path.sun_path)
        return -ENAMETOOLONG;
    return 0;
}

static int place_of(const struct server_spec *spec, struct unix_place *place) {
    const struct buf *address = &spec->address;
    bool is_abstract = address->p[0] == 0;
    place->dir_fd = -1;
    place->at = (union server_address){.path = {.sun_family = AF_UNIX}};
    place->size = sizeof place->at.path;
    memcpy(place->path, address->p, address->n);
    place->path[address->n] = 0;
    if (address->n >= sizeof place->at.path.sun_path)
        return is_abstract ? -ENAMETOOLONG : place_long(place);
    memcpy(place->at.path.sun_path, address->p, address->n);
    if (is_abstract)
        place->size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + address->n);
    return 0;
}

/* Whether the file is a socket that nobody listens on. */
static bool is_left_over(const struct unix_place *place) {
    struct stat st;
    if (!*place->path || lstat(place->path, &st) < 0 || !S_ISSOCK(st.st_mode))
        return false;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    bool is_refused = connect(fd, &place->at.any, place->size) < 0 && errno == ECONNREFUSED;
    (void)close(fd);
    return is_refused;
}

/* Lets the others in as asked for, and remembers which file it is. */
static int dress(const struct server_spec *spec, const char *path, struct server_file *file) {
    struct stat st;
    mode_t more = (spec->is_readable_all ? 0444U : 0U) | (spec->is_writable_all ? 0222U : 0U);
    if (!*path)
        return 0; /* abstract */
    if (lstat(path, &st) < 0)
        return -errno;
    *file = (struct server_file){st.st_dev, st.st_ino};
    return more && chmod(path, (st.st_mode & 07777) | more) < 0 ? -errno : 0;
}

static int bind_unix(const struct server_spec *spec, const struct unix_place *place,
                     struct server_file *file) {
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    int rc = bind(fd, &place->at.any, place->size) < 0 ? -errno : 0;
    if (rc == -EADDRINUSE && is_left_over(place) && unlink(place->path) == 0)
        rc = bind(fd, &place->at.any, place->size) < 0 ? -errno : 0;
    if (rc == 0)
        rc = dress(spec, place->path, file);
    if (rc == 0 && listen(fd, spec->backlog ? spec->backlog : BACKLOG) < 0)
        rc = -errno;
    if (rc == 0)
        return fd;
    (void)close(fd);
    server_remove(spec, file);
    return rc;
}

static int open_unix(const struct server_spec *spec, struct server_file *file) {
    struct unix_place place;
    int rc = place_of(spec, &place);
    if (rc == 0)
        rc = bind_unix(spec, &place, file);
    if (place.dir_fd >= 0)
        (void)close(place.dir_fd);
    return rc;
}

int server_open(const struct server_spec *spec, struct server_file *file) {
    *file = (struct server_file){0};
    return spec->type == SERVER_UNIX ? open_unix(spec, file) : open_inet(spec);
}

int server_give(const struct server_spec *spec, int fd) {
    int type;
    socklen_t size = sizeof type;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) < 0 ||
        type != (server_is_datagram(spec) ? SOCK_DGRAM : SOCK_STREAM))
        return -EINVAL;
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    return copy < 0 ? -errno : copy;
}

struct server_file server_find_file(const char *path) {
    struct stat st;
    bool is_there = lstat(path, &st) == 0 && S_ISSOCK(st.st_mode);
    return is_there ? (struct server_file){st.st_dev, st.st_ino} : (struct server_file){0};
}

void server_remove(const struct server_spec *spec, const struct server_file *file) {
    char path[PATH_MAX];
    struct stat st;
    if (!file->inode || server_is_given(spec) || spec->address.n >= sizeof path)
        return;
    memcpy(path, spec->address.p, spec->address.n);
    path[spec->address.n] = 0;
    if (lstat(path, &st) == 0 && st.st_dev == file->device && st.st_ino == file->inode)
        (void)unlink(path);
}

static bool address_unix(const struct buf *path, struct listen_address *a) {
    if (path->n >= sizeof a->path || memchr(path->p + 1, 0, path->n - 1))
        return false;
    a->kind = LISTEN_UNIX;
    memcpy(a->path, path->p, path->n);
    if (!*a->path)
        *a->path = '@';
    return true;
}

static bool address_inet(const struct server_spec *spec, struct listen_address *a) {
    char text[INET6_ADDRSTRLEN];
    bool is_udp = server_is_datagram(spec), is_any = false;
    const char *missing = is_udp && !is_v6(spec) ? "0.0.0.0" : "::";
    struct str given =
        spec->address.n ? (struct str){spec->address.p, spec->address.n} : str_of(missing);
    if (given.n >= sizeof text || spec->port <= 0)
        return false;
    memcpy(text, given.p, given.n);
    text[given.n] = 0;
    bool is_colon = strchr(text, ':');
    a->kind = is_udp ? LISTEN_UDP : LISTEN_TCP;
    a->port = (uint16_t)spec->port;
    if (inet_pton(is_colon ? AF_INET6 : AF_INET, text, a->ip) != 1)
        return false;
    is_any = is_colon && IN6_IS_ADDR_UNSPECIFIED((const struct in6_addr *)(const void *)a->ip) &&
             !(spec->flags & SERVER_IPV6_ONLY);
    a->family = is_any ? LISTEN_ANY : is_colon ? LISTEN_V6 : LISTEN_V4;
    return true;
}

bool server_address(const struct server_spec *spec, struct listen_address *address) {
    *address = (struct listen_address){0};
    if (server_is_given(spec))
        return false;
    return spec->type == SERVER_UNIX ? address_unix(&spec->address, address)
                                     : address_inet(spec, address);
}

/* ---- names ----------------------------------------------------------------------------------- */

void server_name(int fd, struct buf *out) {
    union server_address at = {.any = {0}};
    socklen_t size = sizeof at;
    char text[INET6_ADDRSTRLEN];
    if (getsockname(fd, &at.any, &size) < 0)
        return;
    const char *family = "IPv4";
    const void *address = &at.v4.sin_addr;
    uint16_t port = at.v4.sin_port;
    if (at.any.sa_family == AF_INET6) {
        family = "IPv6";
        address = &at.v6.sin6_addr;
        port = at.v6.sin6_port;
    } else if (at.any.sa_family != AF_INET) {
        return;
    }
    if (inet_ntop(at.any.sa_family, address, text, sizeof text))
        buf_fmt(out, "{\"address\":\"%s\",\"family\":\"%s\",\"port\":%u}", text, family,
                (unsigned)ntohs(port));
}
