/* Connections that a supervisor before us had accepted and given to nobody: which listener they are
 * of is told by their address, which is the listener's. */
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/cluster/pool.h"
#include "runtime/os/fd.h"

union address {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    struct sockaddr_storage room;
};

/* How well two addresses go together. */
enum match { MATCH_NOT, MATCH_ANY, MATCH_EXACT };

static socklen_t address_of(int fd, union address *at) {
    socklen_t n = sizeof *at;
    *at = (union address){.room = {0}};
    return getsockname(fd, &at->any, &n) < 0 ? 0 : n;
}

/* A connection to any address is of the address that it came to. */
static bool is_any(const union address *at) {
    return at->any.sa_family == AF_INET ? at->in.sin_addr.s_addr == htonl(INADDR_ANY)
           : at->any.sa_family == AF_INET6
               ? memcmp(&at->in6.sin6_addr, &in6addr_any, sizeof in6addr_any) == 0
               : false;
}

static enum match compare(int listener_fd, const union address *at, socklen_t n) {
    union address to;
    socklen_t to_n = address_of(listener_fd, &to);
    if (!n || to_n != n || to.any.sa_family != at->any.sa_family)
        return MATCH_NOT;
    if (memcmp(&to, at, n) == 0)
        return MATCH_EXACT;
    bool is_port = at->any.sa_family == AF_INET    ? to.in.sin_port == at->in.sin_port
                   : at->any.sa_family == AF_INET6 ? to.in6.sin6_port == at->in6.sin6_port
                                                   : false;
    return is_port && is_any(&to) ? MATCH_ANY : MATCH_NOT;
}

static struct cluster_listener *listener_of(const struct cluster *cluster, int fd) {
    union address at;
    socklen_t n = address_of(fd, &at);
    struct cluster_listener *found = NULL;
    enum match best = MATCH_NOT;
    for (const struct cluster_pool *pool = cluster->pools; pool; pool = pool->next)
        for (struct cluster_listener *l = pool->listeners; l; l = l->next) {
            enum match match = compare(l->watch.fd, &at, n);
            found = match > best ? l : found;
            best = match > best ? match : best;
        }
    return found;
}

/* Two supervisors that died in a row may both have left it. */
static bool waits(const struct cluster_listener *l, int fd) {
    for (const struct cluster_conn *conn = l->waiting; conn; conn = conn->next)
        if (os_fd_is_same(conn->fd, fd))
            return true;
    return false;
}

void cluster_take_left(struct cluster *cluster, int fd) {
    struct cluster_listener *l = listener_of(cluster, fd);
    struct cluster_conn *conn = l && !waits(l, fd) ? calloc(1, sizeof *conn) : NULL;
    if (!conn) {
        (void)close(fd);
        return;
    }
    *conn = (struct cluster_conn){.next = l->waiting, .fd = fd, .listener = l};
    l->waiting = conn;
}

/* ---- in doubt -------------------------------------------------------------------------------- */

/* The worker's tag, a gap for the owner, whether it was given, and a part of the message's number. */
enum { DOUBT_TAG_SHIFT = 40, NO_LISTENER = 0 };
#define DOUBT_GIVEN (UINT64_C(1) << 31)
#define DOUBT_PART (DOUBT_GIVEN - 1)

uint32_t inherit_part(int64_t seq) {
    return (uint32_t)((uint64_t)seq & DOUBT_PART);
}

uint64_t inherit_doubt(const struct cluster_worker *w, int64_t seq, bool is_given) {
    return (uint64_t)w->tag << DOUBT_TAG_SHIFT | (is_given ? DOUBT_GIVEN : 0) | inherit_part(seq);
}

unsigned cluster_doubt_tag(uint64_t doubt) {
    return (unsigned)(doubt >> DOUBT_TAG_SHIFT);
}

/* A connection of a listener that nobody has: it refuses that one, after it has answered for all
 * that were given before. */
static int64_t ask(struct cluster_worker *w) {
    struct buf *line = &w->cluster->line;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    line->n = 0;
    ipc_write_connection(line, ++w->last_seq, NO_LISTENER);
    bool is_asked = fd >= 0 && !line->failed &&
                    ipc_channel_send(&w->channel, (struct str){line->p, line->n}, fd) == 0;
    line->failed = false;
    if (fd >= 0)
        (void)close(fd);
    return is_asked ? w->last_seq : 0;
}

/* It may be there already, of two supervisors that died in a row. */
static bool is_asked(const struct cluster_worker *w, int fd, bool is_given) {
    for (struct cluster_conn *conn = w->conns; conn; conn = conn->next)
        if (os_fd_is_same(conn->fd, fd)) {
            conn->is_given = conn->is_given || is_given;
            return true;
        }
    return false;
}

/* False: it is not the worker's. */
static bool put_in_doubt(struct cluster_worker *w, int fd, uint64_t doubt) {
    bool is_given = doubt & DOUBT_GIVEN;
    struct cluster_listener *l = w->pool ? listener_of(w->cluster, fd) : NULL;
    if (!l || is_asked(w, fd, is_given))
        return false;
    struct cluster_conn *conn = calloc(1, sizeof *conn);
    int64_t asked = conn ? ask(w) : 0;
    if (!asked) {
        free(conn);
        return false;
    }
    *conn = (struct cluster_conn){
        .fd = fd, .seq = doubt & DOUBT_PART, .asked = asked, .is_given = is_given, .listener = l};
    give_asked(w, conn);
    return true;
}

/* To be closed is better than to be served twice. */
void cluster_take_doubtful(struct cluster *cluster, struct cluster_worker *w, int fd,
                           uint64_t doubt) {
    if (w && cluster_worker_is_open(w) && put_in_doubt(w, fd, doubt))
        return;
    (void)close(fd);
    os_heir_doubt(&cluster->heir, fd, 0);
}

void cluster_give_left(struct cluster *cluster) {
    for (struct cluster_pool *pool = cluster->pools; pool; pool = pool->next)
        give_pump_all(pool);
}
