/* Asking one worker of those that share a port. What connects to the port reaches any of them; so
 * the question does not go through it: it is a connection of our own, given to that worker as if it
 * had come from there. Nothing else waits for it, and no connection of others is touched. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/cluster/pool.h"
#include "runtime/os/connect.h"
#include "runtime/os/listen.h"

static bool is_on_port(const struct cluster_listener *l, uint16_t port) {
    struct listen_address address;
    return os_listen_address(l->watch.fd, &address) == 0 && address.kind == LISTEN_TCP &&
           address.port == port;
}

/* The worker's way to the port. */
static enum cluster_probe find(const struct cluster_worker *w, uint16_t port,
                               struct cluster_listener **found) {
    enum cluster_probe result = CLUSTER_PROBE_ELSEWHERE;
    for (struct cluster_listener *l = w->pool->listeners; l; l = l->next) {
        const struct cluster_member *m = pool_member(w, l);
        if (!is_on_port(l, port))
            continue;
        *found = l;
        if (m)
            return m->is_shared ? CLUSTER_PROBE_ELSEWHERE : CLUSTER_PROBE_GIVEN;
        result = CLUSTER_PROBE_NOT_LISTENING;
    }
    return result;
}

/* The one before has not been taken from the channel. */
static bool is_probed(const struct cluster_worker *w) {
    for (const struct cluster_conn *conn = w->conns; conn; conn = conn->next)
        if (conn->is_probe)
            return true;
    return false;
}

static enum cluster_probe give(struct cluster_worker *w, const struct cluster_listener *l,
                               int *fd) {
    struct cluster_conn *conn = calloc(1, sizeof *conn);
    struct buf *line = &w->cluster->line;
    int ends[2];
    errno = ENOMEM;
    if (!conn || os_connect_pair(ends) < 0) {
        free(conn);
        return CLUSTER_PROBE_FAILED;
    }
    line->n = 0;
    ipc_write_connection(line, ++w->last_seq, l->id);
    bool is_lost = line->failed;
    line->failed = false;
    if (is_lost || ipc_channel_send(&w->channel, (struct str){line->p, line->n}, ends[1]) < 0) {
        (void)close(ends[0]);
        (void)close(ends[1]);
        free(conn);
        errno = is_lost ? ENOMEM : EPIPE;
        return CLUSTER_PROBE_FAILED;
    }
    /* Of no listener: should the worker refuse it or die, it is nobody else's. */
    *conn = (struct cluster_conn){
        .next = w->conns, .fd = ends[1], .seq = w->last_seq, .is_probe = true};
    w->conns = conn;
    w->n_conns++;
    *fd = ends[0];
    return CLUSTER_PROBE_GIVEN;
}

enum cluster_probe cluster_worker_probe(struct cluster_worker *w, uint16_t port, int *fd) {
    struct cluster_listener *l;
    if (!w->pool || !cluster_worker_is_open(w))
        return CLUSTER_PROBE_ELSEWHERE;
    enum cluster_probe result = find(w, port, &l);
    if (result != CLUSTER_PROBE_GIVEN)
        return result;
    if (is_probed(w) || w->channel.is_deaf)
        return CLUSTER_PROBE_BUSY;
    return give(w, l, fd);
}
