/* A worker wants to listen: which socket, and who accepts there. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "runtime/cluster/pool.h"

static void send_answer(struct cluster_worker *w, struct ipc_answer *answer, int fd) {
    struct buf *line = &w->cluster->line;
    line->n = 0;
    answer->seq = ++w->last_seq;
    ipc_write_answer(line, answer);
    if (!line->failed)
        (void)ipc_channel_send(&w->channel, (struct str){line->p, line->n}, fd);
    line->failed = false;
}

static void refuse(struct cluster_worker *w, int64_t ack, int error) {
    struct ipc_answer answer = {.ack = ack, .error = error};
    send_answer(w, &answer, -1);
}

/* A descriptor of the program is one of ours: its primary's. */
static int open_socket(struct cluster_worker *w, const struct server_spec *spec,
                       struct server_file *file) {
    if (spec->type != SERVER_FD)
        return server_open(spec, file);
    *file = (struct server_file){0};
    int given = w->cluster->use->given ? w->cluster->use->given(w, spec->fd) : -1;
    int fd = given < 0 ? -1 : fcntl(given, F_DUPFD_CLOEXEC, 3);
    return given < 0 ? -EINVAL : fd < 0 ? -errno : fd;
}

static int open_listener(struct cluster_worker *w, struct server_spec *spec,
                         struct cluster_listener **made) {
    struct cluster_pool *pool = w->pool;
    struct server_file file;
    if (pool->n_listeners >= POOL_LISTENERS_MOST)
        return -EMFILE;
    int fd = open_socket(w, spec, &file);
    if (fd < 0)
        return fd;
    *made = pool_add_listener(pool, pool->cluster->last_listener + 1, spec, &file, fd);
    return *made ? 0 : -ENOMEM;
}

/* 0 with the listener, which may be new; or a negative errno. */
static int find_listener(struct cluster_worker *w, const struct ipc_message *query,
                         struct cluster_listener **found) {
    struct server_spec spec;
    if (!server_spec_of(&spec, query))
        return -EINVAL;
    *found = pool_find_listener(w->pool, &spec);
    int rc = *found ? 0 : open_listener(w, &spec, found);
    server_spec_done(&spec);
    return rc == 0 && pool_member(w, *found) ? -EADDRINUSE : rc;
}

/* What TLS shares between workers comes from the first one that has some. */
static void remember_data(struct cluster_listener *l, struct str data) {
    if (l->data.n || !data.n || str_eqz(data, "null"))
        return;
    buf_str(&l->data, data);
    if (l->data.failed)
        buf_done(&l->data);
}

void query_answer(struct cluster_worker *w, const struct ipc_message *query) {
    int64_t ack = ipc_int(query, IPC_SEQ, -1);
    struct cluster_listener *l;
    struct buf name = {0};
    if (w->is_draining)
        return;
    int rc = find_listener(w, query, &l);
    bool is_datagram = rc == 0 && server_is_datagram(&l->spec);
    bool is_shared = rc == 0 && (w->is_shared || is_datagram);
    if (rc == 0)
        remember_data(l, query->field[IPC_DATA]);
    if (rc == 0 && pool_join(w, l, is_shared) < 0)
        rc = -ENOMEM;
    if (rc < 0) {
        refuse(w, ack, rc);
        return;
    }
    if (!is_shared)
        server_name(l->watch.fd, &name);
    struct ipc_answer answer = {
        .ack = ack,
        .key = l->id,
        .data = {l->data.p, l->data.n},
        .name = {name.p, name.n},
        .handle = !is_shared    ? IPC_NO_HANDLE
                  : is_datagram ? IPC_DATAGRAM
                                : IPC_STREAM,
    };
    /* Recorded when it has been said, and the query is still in the channel: a supervisor that takes
     * over either knows that the worker has the listener, or is asked for it again. */
    send_answer(w, &answer, is_shared ? l->watch.fd : -1);
    pool_changed(w->cluster);
    buf_done(&name);
    give_pump(l);
}
