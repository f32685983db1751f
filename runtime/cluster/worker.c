/* What a worker says, and what it is told. */
#include <stdlib.h>
#include <unistd.h>

#include "runtime/cluster/pool.h"
#include "runtime/os/clock.h"

static struct cluster_worker *worker_of(struct ipc_channel *channel) {
    return (struct cluster_worker *)channel; /* its first member */
}

static void send_line(struct cluster_worker *w) {
    struct buf *line = &w->cluster->line;
    if (!line->failed)
        (void)ipc_channel_send(&w->channel, (struct str){line->p, line->n}, -1);
    line->failed = false;
}

static struct buf *begin_line(struct cluster_worker *w) {
    w->cluster->line.n = 0;
    return &w->cluster->line;
}

/* ---- what it says ---------------------------------------------------------------------------- */

static void on_listening(struct cluster_worker *w) {
    if (!w->is_listening) {
        w->is_listening = true;
        pool_changed(w->cluster);
    }
    w->cluster->use->listening(w);
}

static void retire(struct cluster_worker *w) {
    w->is_draining = true;
    pool_part_all(w);
    pool_changed(w->cluster);
}

/* It leaves by itself: that it closes its servers is no wish to have the port closed. Its sockets stay
 * for its successor. */
static void on_leaving(struct cluster_worker *w) {
    w->is_leaving = true;
    pool_changed(w->cluster);
}

static void on_exiting(struct cluster_worker *w, const struct ipc_message *m) {
    w->is_leaving = true;
    retire(w);
    ipc_write_ack(begin_line(w), ++w->last_seq, ipc_int(m, IPC_SEQ, -1));
    send_line(w);
}

static void take_cluster_message(struct cluster_worker *w, const struct ipc_message *m) {
    switch (m->kind) {
    case IPC_ONLINE:
        w->is_online = true;
        pool_changed(w->cluster);
        break;
    case IPC_QUERY:
        query_answer(w, m);
        break;
    case IPC_LISTENING:
        on_listening(w);
        break;
    case IPC_CLOSE: {
        int64_t key = ipc_key(m);
        if (key > 0 && key <= (int64_t)w->cluster->last_listener)
            pool_part(w, (unsigned)key);
        break;
    }
    case IPC_LEAVING:
        on_leaving(w);
        break;
    case IPC_EXITING:
        on_exiting(w, m);
        break;
    case IPC_ACK:
        give_answered(w, ipc_int(m, IPC_ACK_OF, -1), ipc_is_true(m, IPC_ACCEPTED));
        break;
    case IPC_HANDLE_NACK:
        give_returned(w);
        break;
    case IPC_JUNK:
    case IPC_USER:
    case IPC_HANDLE:
    case IPC_HANDLE_ACK:
    case IPC_OTHER:
        break;
    }
}

/* Told once; who keeps doing it is counted. */
static void on_lost(struct ipc_channel *channel) {
    struct cluster_worker *w = worker_of(channel);
    if (w->n_lost++ == 0)
        w->cluster->use->trouble(w, "a message of it was too long and is dropped (1 MB at most)");
}

static void on_line(struct ipc_channel *channel, struct str line) {
    struct cluster_worker *w = worker_of(channel);
    struct ipc_message m = ipc_parse(line);
    if (m.kind == IPC_HANDLE) {
        ipc_write_handle_ack(begin_line(w)); /* its sender waits for that */
        send_line(w);
    }
    if (m.kind == IPC_USER || m.kind == IPC_HANDLE)
        w->cluster->use->said(w, m.text);
    else if (w->pool)
        take_cluster_message(w, &m);
}

static void on_ended(struct ipc_channel *channel) {
    struct cluster_worker *w = worker_of(channel);
    struct cluster_pool *pool = w->pool;
    if (pool)
        pool_remove(pool, w);
    w->pool = NULL;
    w->cluster->use->closed(w);
    if (pool)
        give_pump_all(pool);
}

static const struct ipc_channel_use ipc_channel_use = {on_line, on_lost, on_ended};

/* ---- coming and going ------------------------------------------------------------------------ */

/* Numbers that no supervisor before us has used: the answers to its messages are not for us. */
static int64_t first_seq(void) {
    return os_wall_ms() * 1000;
}

/* Those that replace the newest ones are newer still; all others are as old as the oldest: they run
 * what those run. */
static unsigned epoch_of(struct cluster_pool *pool, const struct cluster_worker *replaces) {
    unsigned oldest = pool->epoch;
    if (replaces && replaces->epoch == pool->epoch)
        pool->epoch++;
    if (replaces)
        return pool->epoch;
    for (const struct cluster_worker *w = pool->workers; w; w = w->next)
        oldest = w->epoch < oldest ? w->epoch : oldest;
    return oldest;
}

int cluster_worker_open(struct cluster_worker *w, struct cluster *cluster,
                        const struct cluster_start *start) {
    *w = (struct cluster_worker){.cluster = cluster,
                                 .last_seq = first_seq(),
                                 .tag = start->tag,
                                 .is_shared = start->is_shared,
                                 .is_held = start->is_held};
    if (ipc_channel_open(&w->channel, cluster->poll, start->fd, &ipc_channel_use) < 0)
        return -1;
    w->channel.is_careful = true;
    if (!start->pool)
        return 0;
    w->id = ++start->pool->last_worker;
    w->epoch = epoch_of(start->pool, start->replaces);
    if (pool_add(start->pool, w) < 0) {
        ipc_channel_close(&w->channel);
        return -1;
    }
    w->pool = start->pool;
    pool_changed(cluster);
    return 0;
}

void cluster_worker_end(struct cluster_worker *w) {
    if (!w->cluster)
        return;
    ipc_channel_drain(&w->channel);
    ipc_channel_close(&w->channel);
    struct cluster_pool *pool = w->pool;
    w->pool = NULL;
    if (!pool)
        return;
    pool_remove(pool, w);
    give_pump_all(pool);
}

bool cluster_worker_is_open(const struct cluster_worker *w) {
    return w->cluster && ipc_channel_is_open(&w->channel);
}

void cluster_pool_level(struct cluster_pool *pool) {
    bool was_level = true;
    for (struct cluster_worker *w = pool->workers; w; w = w->next) {
        was_level = was_level && w->epoch == pool->epoch;
        w->epoch = pool->epoch;
    }
    if (was_level || !pool->workers)
        return;
    pool_changed(pool->workers->cluster);
    give_pump_all(pool);
}

void cluster_worker_release(struct cluster_worker *w) {
    w->is_held = false;
    if (!w->pool)
        return;
    pool_changed(w->cluster);
    give_pump_all(w->pool);
}

bool cluster_worker_drain(struct cluster_worker *w, int64_t grace_ms) {
    if (!w->pool || !w->is_online || !cluster_worker_is_open(w))
        return false;
    if (w->is_draining)
        return true;
    retire(w);
    ipc_write_disconnect(begin_line(w), ++w->last_seq, grace_ms);
    send_line(w);
    return true;
}

int cluster_worker_say(struct cluster_worker *w, struct str json) {
    if (!cluster_worker_is_open(w))
        return -1;
    struct buf *line = begin_line(w);
    buf_str(line, json);
    buf_char(line, '\n');
    bool failed = line->failed;
    line->failed = false;
    return failed ? -1 : ipc_channel_send(&w->channel, (struct str){line->p, line->n}, -1);
}
