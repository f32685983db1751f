/* A worker wants to listen: which socket, and who accepts there. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

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

/* Told once: a program may go on asking. */
static void tell_strange(struct cluster_worker *w, int fd, const char *why) {
    char text[128];
    if (w->n_strange++ > 0)
        return;
    (void)snprintf(text, sizeof text,
                   "its program asks to listen on descriptor %d, which %s: EINVAL", fd, why);
    w->cluster->use->trouble(w, text);
}

/* A descriptor that the program names is its primary's. */
static int take_given(struct cluster_worker *w, const struct server_spec *spec) {
    int given = w->cluster->use->given ? w->cluster->use->given(w, spec->fd) : -1;
    int fd = given < 0 ? -EINVAL : server_give(spec, given);
    if (given < 0)
        tell_strange(w, spec->fd, "is none of its `listen` option");
    else if (fd == -EINVAL)
        tell_strange(w, spec->fd, "is a socket of another kind");
    return fd;
}

/* A duplicate of the owner's socket that the query means; -1: it means none of them. Else a negative
 * errno. */
static int take_owners(struct cluster_worker *w, const struct server_spec *spec, int *error) {
    const struct cluster_use *use = w->cluster->use;
    struct listen_address address;
    int fd = -1;
    if (server_is_given(spec)) {
        fd = take_given(w, spec);
        *error = fd < 0 ? fd : 0;
    } else if (use->own && server_address(spec, &address)) {
        int own = use->own(w, &address);
        fd = own < 0 ? -1 : server_give(spec, own);
    }
    return fd < 0 ? -1 : fd;
}

/* `fd` -1: the socket is to be opened. */
static int open_listener(struct cluster_worker *w, struct server_spec *spec, int fd,
                         struct cluster_listener **made) {
    struct cluster_pool *pool = w->pool;
    struct server_file file = {0};
    bool has_room = pool->n_listeners < POOL_LISTENERS_MOST;
    if (has_room && fd < 0)
        fd = server_open(spec, &file);
    if (!has_room && fd >= 0)
        (void)close(fd);
    if (!has_room || fd < 0)
        return has_room ? fd : -EMFILE;
    *made = pool_add_listener(pool, pool->cluster->last_listener + 1, spec, &file, fd);
    return *made ? 0 : -ENOMEM;
}

/* The listener, which may be new; NULL with a negative errno. */
static struct cluster_listener *find_listener(struct cluster_worker *w,
                                              const struct ipc_message *query, int *error) {
    struct server_spec spec;
    struct cluster_listener *l = NULL;
    *error = 0;
    if (!server_spec_of(&spec, query)) {
        *error = -EINVAL;
        return NULL;
    }
    int fd = take_owners(w, &spec, error);
    if (!*error)
        l = pool_find_listener(w->pool, &spec, fd);
    if (l && fd >= 0)
        (void)close(fd);
    else if (!l && !*error)
        *error = open_listener(w, &spec, fd, &l);
    server_spec_done(&spec);
    if (l && pool_member(w, l)) {
        *error = -EADDRINUSE;
        return NULL;
    }
    return l;
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
    struct buf name = {0};
    int error;
    if (w->is_draining)
        return;
    struct cluster_listener *l = find_listener(w, query, &error);
    bool is_datagram = l && server_is_datagram(&l->spec);
    bool is_shared = w->is_shared || is_datagram;
    if (l)
        remember_data(l, query->field[IPC_DATA]);
    if (l && pool_join(w, l, is_shared) < 0)
        error = -ENOMEM;
    if (!l || error < 0) {
        refuse(w, ack, error);
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
