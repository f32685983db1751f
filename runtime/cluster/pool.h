/* Inside of runtime/cluster: pools, their sockets, and connections on their way. */
#pragma once

#include "runtime/cluster/balance.h"
#include "runtime/cluster/cluster.h"
#include "runtime/cluster/server_socket.h"

enum { POOL_LISTENERS_MOST = 256, POOL_NAME_MOST = 512 };

/* An accepted connection until a worker has taken it. */
struct cluster_conn {
    struct cluster_conn *next;
    int fd;
    int64_t seq;   /* of the message it was last given with */
    int64_t asked; /* of the question whether the worker has it; 0 = there is no doubt */
    bool is_given; /* in doubt: it was given, but its answer may have been lost */
    struct cluster_listener *listener;
    unsigned *refused; /* ids of the workers that did; malloc'd */
    unsigned n_refused;
    bool is_probe; /* our own: probe.c */
};

struct cluster_member {
    struct cluster_listener *listener;
    bool is_shared;
};

struct cluster_listener {
    struct os_watch watch;
    struct cluster_pool *pool;
    struct cluster_listener *next;
    unsigned id; /* its key is L<id> */
    struct server_spec spec;
    struct server_file file;
    struct buf data; /* JSON that the first worker gave, for all others; empty = null */
    unsigned last_worker;
    bool may_have_more;           /* an edge came, and nobody has found the end since */
    int64_t lonely_ms;            /* since when nobody has it; 0 = somebody does */
    struct cluster_conn *waiting; /* to be given again */
};

struct cluster_pool {
    struct cluster *cluster;
    struct cluster_pool *next;
    unsigned refs;
    struct cluster_worker *workers;
    unsigned n_workers, last_worker, epoch;
    struct balance_row *rows; /* room for all workers */
    struct cluster_listener *listeners;
    unsigned n_listeners;
    char name[];
};

/* ---- pool.c ---------------------------------------------------------------------------------- */

int pool_add(struct cluster_pool *pool, struct cluster_worker *worker);
/* Takes the worker out; its connections wait for others. */
void pool_remove(struct cluster_pool *pool, struct cluster_worker *worker);

/* Takes over fd; NULL without memory: fd is closed and the spec freed. Else the spec is the
 * listener's. */
struct cluster_listener *pool_add_listener(struct cluster_pool *pool, unsigned id,
                                           struct server_spec *spec, const struct server_file *file,
                                           int fd);
/* Which one the query means, or -1 and the owner's socket `fd` that it is; NULL: none yet. */
struct cluster_listener *pool_find_listener(const struct cluster_pool *pool,
                                            const struct server_spec *spec, int fd);
void pool_close_listener(struct cluster_listener *listener);

/* NULL where the worker does not have it. */
struct cluster_member *pool_member(const struct cluster_worker *worker,
                                   const struct cluster_listener *listener);
/* The caller sees to it that the change is recorded. -1: no memory. */
int pool_join(struct cluster_worker *worker, struct cluster_listener *listener, bool is_shared);
/* The worker has closed it itself: with the last one the socket goes, unless that one leaves. */
void pool_part(struct cluster_worker *worker, unsigned listener_id);
void pool_part_all(struct cluster_worker *worker);
/* What follows from who has the listener: whether we accept there, and since when nobody does. */
void pool_look_at(struct cluster_listener *listener);

/* The timer looks at everything again, at the latest after that time. */
void pool_look_again(struct cluster *cluster, int64_t delay_ms);
void pool_changed(const struct cluster *cluster);

/* ---- give.c ---------------------------------------------------------------------------------- */

/* Gives what can be given. */
void give_pump(struct cluster_listener *listener);
void give_pump_all(struct cluster_pool *pool);
/* Listens for connections, or stops to. */
void give_watch(struct cluster_listener *listener, bool is_on);
/* The worker answers for a connection. */
void give_answered(struct cluster_worker *worker, int64_t seq, bool is_accepted);
/* The worker had no room for the descriptor. */
void give_returned(struct cluster_worker *worker);
/* All that the worker has not answered for waits for others. */
void give_back_all(struct cluster_worker *worker);
/* The worker has been asked about the connection. */
void give_asked(struct cluster_worker *worker, struct cluster_conn *conn);
/* Closes what waits. */
void give_drop_waiting(struct cluster_listener *listener);

/* ---- inherit.c ------------------------------------------------------------------------------- */

uint64_t inherit_doubt(const struct cluster_worker *worker, int64_t seq, bool is_given);
/* The part of the number that a doubt has. */
uint32_t inherit_part(int64_t seq);

/* ---- query.c --------------------------------------------------------------------------------- */

/* Answers listen() and bind(). */
void query_answer(struct cluster_worker *worker, const struct ipc_message *query);
