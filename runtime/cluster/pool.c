/* Pools: who belongs to them, and which sockets they have. */
#include "runtime/cluster/pool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/os/clock.h"
#include "runtime/os/fd.h"
#include "runtime/os/listen.h"

enum {
    LONELY_LOOK_MS = 1000,
    LONELY_MOST_MS = 5000, /* how long after its last worker a socket waits for the next one */
};

void pool_changed(const struct cluster *cluster) {
    if (cluster->use->changed)
        cluster->use->changed(cluster->ctx);
}

void pool_look_again(struct cluster *cluster, int64_t delay_ms) {
    int64_t at_ms = os_now_ms() + delay_ms;
    if (cluster->timer.place == 0 || cluster->timer.at_ms > at_ms)
        timer_arm(cluster->timers, &cluster->timer, at_ms);
}

/* ---- listeners ------------------------------------------------------------------------------- */

static bool is_owned(const struct cluster_listener *l) {
    const struct cluster *cluster = l->pool->cluster;
    return cluster->use->is_owned && cluster->use->is_owned(cluster->ctx, l->watch.fd);
}

static bool is_at(const struct cluster_listener *l, const struct listen_address *address) {
    struct listen_address own;
    return os_listen_address(l->watch.fd, &own) == 0 && listen_same(&own, address);
}

/* One that was the owner's is known by its address from then on. What is the owner's and not for this
 * pool is none of its sockets any more. */
static bool is_meant(const struct cluster_listener *l, const struct server_spec *spec) {
    struct listen_address address;
    bool is_it =
        server_is_same(&l->spec, spec) ||
        (server_is_given(&l->spec) && server_address(spec, &address) && is_at(l, &address));
    return is_it && !is_owned(l);
}

struct cluster_listener *pool_find_listener(const struct cluster_pool *pool,
                                            const struct server_spec *spec, int fd) {
    struct cluster_listener *l = pool->listeners;
    while (l && !(fd >= 0 ? os_fd_is_same(l->watch.fd, fd) : is_meant(l, spec)))
        l = l->next;
    return l;
}

static const struct cluster_listener *listener_at(const struct cluster_pool *pool,
                                                  const struct listen_address *address) {
    const struct cluster_listener *l = pool ? pool->listeners : NULL;
    while (l && !is_at(l, address))
        l = l->next;
    return l;
}

bool cluster_pool_has(const struct cluster_pool *pool, const struct listen_address *address) {
    return listener_at(pool, address);
}

int cluster_pool_socket(const struct cluster_pool *pool, const struct listen_address *address) {
    const struct cluster_listener *l = listener_at(pool, address);
    return l ? fcntl(l->watch.fd, F_DUPFD_CLOEXEC, 3) : -1;
}

/* Where a path stays, what it is has to be known: the program may have named a descriptor only. */
static void take_name(struct cluster_listener *l) {
    struct listen_address address;
    if (os_listen_address(l->watch.fd, &address) < 0 || address.kind != LISTEN_UNIX ||
        *address.path == '@')
        return;
    l->spec.type = SERVER_UNIX;
    l->spec.address.n = 0;
    buf_z(&l->spec.address, address.path);
    if (!l->spec.address.failed)
        l->file = server_find_file(address.path);
}

bool cluster_take_socket(struct cluster *cluster, int fd) {
    for (struct cluster_pool *pool = cluster->pools; pool; pool = pool->next) {
        struct cluster_listener *l = pool_find_listener(pool, NULL, fd);
        if (!l)
            continue;
        take_name(l);
        pool_changed(cluster);
        return true;
    }
    return false;
}

/* Recorded before the keeper has the descriptor: one that it has and nobody knows of would keep the
 * address for ever, one that it has not is closed with us. */
struct cluster_listener *pool_add_listener(struct cluster_pool *pool, unsigned id,
                                           struct server_spec *spec, const struct server_file *file,
                                           int fd) {
    struct cluster_listener *l = calloc(1, sizeof *l);
    if (!l) {
        (void)close(fd);
        server_spec_done(spec);
        return NULL;
    }
    struct cluster *cluster = pool->cluster;
    *l = (struct cluster_listener){.watch = {.fd = fd},
                                   .pool = pool,
                                   .next = pool->listeners,
                                   .id = id,
                                   .spec = *spec,
                                   .file = *file};
    *spec = (struct server_spec){0};
    pool->listeners = l;
    pool->n_listeners++;
    if (cluster->last_listener < id)
        cluster->last_listener = id;
    pool_changed(cluster);
    if (cluster->use->opened)
        cluster->use->opened(cluster->ctx, l->id, fd);
    return l;
}

void pool_close_listener(struct cluster_listener *l) {
    struct cluster_pool *pool = l->pool;
    struct cluster *cluster = pool->cluster;
    struct cluster_listener **at = &pool->listeners;
    while (*at != l)
        at = &(*at)->next;
    *at = l->next;
    pool->n_listeners--;
    for (struct cluster_worker *w = pool->workers; w; w = w->next)
        for (struct cluster_conn *c = w->conns; c; c = c->next)
            if (c->listener == l)
                c->listener = NULL;
    give_drop_waiting(l);
    give_watch(l, false);
    bool is_ours = !is_owned(l);
    if (is_ours)
        server_remove(&l->spec, &l->file);
    if (is_ours && !server_is_given(&l->spec)) /* at once, though the keeper may have a duplicate */
        (void)shutdown(l->watch.fd, SHUT_RDWR);
    (void)close(l->watch.fd);
    if (cluster->use->shut)
        cluster->use->shut(cluster->ctx, l->id);
    server_spec_done(&l->spec);
    buf_done(&l->data);
    free(l);
    pool_changed(cluster);
}

/* ---- membership ------------------------------------------------------------------------------ */

struct cluster_member *pool_member(const struct cluster_worker *worker,
                                   const struct cluster_listener *listener) {
    for (unsigned i = 0; i < worker->n_members; i++)
        if (worker->members[i].listener == listener)
            return &worker->members[i];
    return NULL;
}

void pool_look_at(struct cluster_listener *l) {
    bool is_ours = false, is_used = false;
    for (const struct cluster_worker *w = l->pool->workers; w; w = w->next) {
        const struct cluster_member *m = pool_member(w, l);
        is_used = is_used || m;
        is_ours = is_ours || (m && !m->is_shared);
    }
    give_watch(l, is_ours);
    if (is_used)
        l->lonely_ms = 0;
    else if (!l->lonely_ms)
        l->lonely_ms = os_now_ms();
    if (!is_used)
        pool_look_again(l->pool->cluster, LONELY_LOOK_MS);
}

int pool_join(struct cluster_worker *worker, struct cluster_listener *listener, bool is_shared) {
    size_t n = worker->n_members + 1U;
    struct cluster_member *more = realloc(worker->members, n * sizeof *more);
    if (!more)
        return -1;
    worker->members = more;
    worker->members[worker->n_members++] = (struct cluster_member){listener, is_shared};
    os_listen_block(listener->watch.fd, false); /* it may have been the owner's meanwhile */
    pool_look_at(listener);
    return 0;
}

static struct cluster_listener *take_member(struct cluster_worker *worker, unsigned i) {
    struct cluster_listener *l = worker->members[i].listener;
    worker->members[i] = worker->members[--worker->n_members];
    pool_look_at(l);
    return l;
}

void pool_part(struct cluster_worker *worker, unsigned listener_id) {
    for (unsigned i = 0; i < worker->n_members; i++) {
        if (worker->members[i].listener->id != listener_id)
            continue;
        struct cluster_listener *l = take_member(worker, i);
        if (l->lonely_ms && !worker->is_leaving)
            pool_close_listener(l);
        pool_changed(worker->cluster);
        return;
    }
}

void pool_part_all(struct cluster_worker *worker) {
    while (worker->n_members)
        (void)take_member(worker, worker->n_members - 1);
    free(worker->members);
    worker->members = NULL;
}

int pool_add(struct cluster_pool *pool, struct cluster_worker *worker) {
    struct balance_row *rows = realloc(pool->rows, (pool->n_workers + 1U) * sizeof *rows);
    if (!rows)
        return -1;
    pool->rows = rows;
    pool->n_workers++;
    struct cluster_worker **at = &pool->workers;
    while (*at && (*at)->id < worker->id)
        at = &(*at)->next;
    worker->next = *at;
    *at = worker;
    return 0;
}

void pool_remove(struct cluster_pool *pool, struct cluster_worker *worker) {
    struct cluster_worker **at = &pool->workers;
    while (*at != worker)
        at = &(*at)->next;
    *at = worker->next;
    pool->n_workers--;
    pool_part_all(worker);
    give_back_all(worker);
    pool_changed(pool->cluster);
}

/* ---- pools ----------------------------------------------------------------------------------- */

struct cluster_pool *cluster_pool_hold(struct cluster *cluster, const char *name) {
    struct cluster_pool *pool = cluster->pools;
    while (pool && strcmp(pool->name, name) != 0)
        pool = pool->next;
    size_t n = strlen(name);
    if (!pool && (pool = calloc(1, sizeof *pool + n + 1))) {
        *pool = (struct cluster_pool){.cluster = cluster, .next = cluster->pools};
        memcpy(pool->name, name, n);
        cluster->pools = pool;
    }
    if (pool)
        pool->refs++;
    return pool;
}

void cluster_pool_rest(struct cluster_pool *pool) {
    while (!pool->workers && pool->listeners)
        pool_close_listener(pool->listeners);
}

void cluster_pool_drop(struct cluster_pool *pool) {
    if (--pool->refs)
        return;
    cluster_pool_rest(pool);
    struct cluster_pool **at = &pool->cluster->pools;
    while (*at != pool)
        at = &(*at)->next;
    *at = pool->next;
    free(pool->rows);
    free(pool);
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* Whether nobody of the pool is on the way to its servers. */
static bool is_up(const struct cluster_pool *pool) {
    for (const struct cluster_worker *w = pool->workers; w; w = w->next)
        if (!w->is_listening || w->is_held || w->is_leaving)
            return false;
    return pool->workers;
}

static void on_timer(struct timer *timer) {
    struct cluster *cluster = (struct cluster *)((char *)timer - offsetof(struct cluster, timer));
    int64_t now_ms = os_now_ms();
    for (struct cluster_pool *pool = cluster->pools; pool; pool = pool->next) {
        for (struct cluster_listener *l = pool->listeners, *next; l; l = next) {
            next = l->next;
            give_pump(l);
            if (l->lonely_ms && is_up(pool) && now_ms - l->lonely_ms >= LONELY_MOST_MS)
                pool_close_listener(l);
            else if (l->lonely_ms)
                pool_look_again(cluster, LONELY_LOOK_MS);
        }
    }
}

int cluster_init(struct cluster *cluster) {
    cluster->timer.fire = on_timer;
    return timers_add(cluster->timers);
}

void cluster_done(struct cluster *cluster) {
    timer_disarm(cluster->timers, &cluster->timer);
    timers_remove(cluster->timers);
    os_heir_end(&cluster->heir);
    os_heir_done(&cluster->heir);
    buf_done(&cluster->line);
}

void cluster_each_socket(const struct cluster *cluster,
                         void (*fn)(void *ctx, unsigned listener, int fd)) {
    for (const struct cluster_pool *pool = cluster->pools; pool; pool = pool->next)
        for (const struct cluster_listener *l = pool->listeners; l; l = l->next)
            fn(cluster->ctx, l->id, l->watch.fd);
}
