/* How instances share a port: ecort as the primary of Node's own cluster module.
 *
 * A worker is one end of a channel (ipc_channel.h) to a process. In fork mode that is all it is: the
 * program can send and receive messages. In cluster mode it belongs to a pool, the instances of one
 * app. A worker that listens asks the pool, which owns the sockets and answers in one of two ways:
 *   round robin  the pool accepts and hands each connection to a worker (balance.h)
 *   shared       the worker gets the listening socket itself; datagram sockets always
 * The sockets stay while the app runs, so a port is not refused while its workers come and go. One that
 * the last worker closes by itself, to live on without it, is closed, as Node's primary does; not so
 * where it says before that it disconnects (drain.cjs).
 *
 * A connection that a worker has not acknowledged it has not read from: when the worker dies, or
 * refuses it, it goes to another one.
 *
 * A worker that drains gets nothing any more; it closes its servers, and its channel when their
 * last connection has ended. */
#pragma once

#include <sys/types.h>

#include "runtime/cluster/ipc_channel.h"
#include "runtime/os/heir.h"
#include "runtime/timers.h"
#include "schema/unit/listen.h"

struct cluster_pool;
struct cluster_member;
struct cluster_conn;
struct cluster_worker;

/* What the supervisor wants to know. None of them may end or free the worker. */
struct cluster_use {
    void (*listening)(struct cluster_worker *worker);             /* a server of it is up */
    void (*said)(struct cluster_worker *worker, struct str json); /* a message of the program */
    void (*closed)(struct cluster_worker *worker); /* the channel has ended: drained, or let go */
    /* The socket that the program means by the descriptor, which stays the owner's; -1 = none. */
    int (*given)(struct cluster_worker *worker, int fd);
    /* The socket that the owner has open at the address for the worker's pool, likewise: what a worker
     * wants to open is open then. May be NULL. */
    int (*own)(struct cluster_worker *worker, const struct listen_address *address);
    /* Whether the socket is the owner's, too, who then sees to its end. May be NULL. */
    bool (*is_owned)(void *ctx, int fd);
    /* A line for people, about the worker. */
    void (*trouble)(struct cluster_worker *worker, const char *text);
    /* A socket came or went; it is the pool's. May be NULL. */
    void (*opened)(void *ctx, unsigned listener, int fd);
    void (*shut)(void *ctx, unsigned listener);
    /* What cluster_write_record writes is not as it was. May be NULL. */
    void (*changed)(void *ctx);
    /* For what is accepted and not given yet when we are killed. May be NULL. */
    const struct os_heir_use *heir;
};

/* One per supervisor. */
struct cluster {
    struct os_poll *poll;
    struct timers *timers;
    const struct cluster_use *use;
    void *ctx;
    struct timer timer; /* looks after accepts that failed, and sockets that nobody uses */
    struct cluster_pool *pools;
    struct buf line; /* being written */
    unsigned last_listener;
    unsigned n_watched;  /* listeners that we accept from */
    bool yields_first;   /* while there are any: os/sched.h; not for the children */
    struct os_heir heir; /* while there are any */
};

/* `timers` has room made for the cluster's own. -1: no memory. */
int cluster_init(struct cluster *cluster);
/* No worker and no pool is left. */
void cluster_done(struct cluster *cluster);

/* Calls fn with cluster->ctx for each socket of all pools. */
void cluster_each_socket(const struct cluster *cluster,
                         void (*fn)(void *ctx, unsigned listener, int fd));

/* The owner gives up a socket of its own. Whether workers go on with it: its name then stays, and goes
 * with the pool's socket. */
bool cluster_take_socket(struct cluster *cluster, int fd);

/* A connection that a supervisor before us has left and given to nobody; becomes the cluster's. They
 * wait until all are there. */
void cluster_take_left(struct cluster *cluster, int fd);
void cluster_give_left(struct cluster *cluster);

/* ---- pools -----------------------------------------------------------------------------------
 */

/* The pool of that name, made where there is none; NULL without memory. */
struct cluster_pool *cluster_pool_hold(struct cluster *cluster, const char *name);
/* The last one closes its sockets. */
void cluster_pool_drop(struct cluster_pool *pool);
/* No change of version is under way any more: all its workers get connections alike. */
void cluster_pool_level(struct cluster_pool *pool);
/* Whether its workers have opened a socket at the address; false without a pool (NULL). */
bool cluster_pool_has(const struct cluster_pool *pool, const struct listen_address *address);
/* A duplicate of that socket, which the owner makes its own by taking it: nobody who connects
 * notices. -1: there is none. */
int cluster_pool_socket(const struct cluster_pool *pool, const struct listen_address *address);
/* Closes the sockets unless there are workers: the app is stopped. */
void cluster_pool_rest(struct cluster_pool *pool);

/* ---- workers ---------------------------------------------------------------------------------
 */

struct cluster_worker {
    struct ipc_channel channel;
    struct cluster *cluster;
    struct cluster_pool *pool;   /* NULL = fork mode, or not open */
    struct cluster_worker *next; /* in the pool, by rising ids */
    unsigned id;                 /* in the pool, never given twice by one supervisor */
    unsigned tag;                /* the owner's name for it */
    unsigned epoch;
    int64_t last_seq;
    bool is_shared;    /* it is to accept by itself */
    bool is_held;      /* no connections before cluster_worker_release */
    bool is_online;    /* Node's cluster module has begun */
    bool is_listening; /* at least one server was up */
    bool is_leaving;   /* it disconnects by itself: there will be another one */
    bool is_draining;
    bool has_refused; /* a connection: its answers are acted on before they leave the kernel */
    struct cluster_member *members; /* which listeners it has, malloc'd */
    unsigned n_members;
    struct cluster_conn *conns; /* given and not acknowledged */
    unsigned n_conns;
    unsigned n_lost;    /* lines that were too long */
    unsigned n_strange; /* descriptors that it asked for and are none of its */
};

struct cluster_start {
    struct cluster_pool *pool; /* NULL = fork mode */
    int fd;                    /* our end of the channel; becomes the worker's */
    bool is_shared, is_held;
    unsigned tag; /* of the owner's; the record knows the worker by it */
    /* The worker of an older version that it is to take the place of, NULL = none: connections then
     * go to it and to the others that replace one of the same age, and not to the old ones any more,
     * until cluster_pool_level. */
    const struct cluster_worker *replaces;
};

/* The worker is zeroed or has ended. -1 with errno: it is not open, fd is closed. */
int cluster_worker_open(struct cluster_worker *worker, struct cluster *cluster,
                        const struct cluster_start *start);
/* The process has ended: what it has said is heard, its connections go to others. Harmless where
 * the worker is not open. */
void cluster_worker_end(struct cluster_worker *worker);
/* Whether the channel is there. */
bool cluster_worker_is_open(const struct cluster_worker *worker);

/* It may have connections. */
void cluster_worker_release(struct cluster_worker *worker);
/* Asks it to finish what it has, and to give idle connections grace_ms to do so: `closed` follows
 * when it has, or at its death. False where there is nobody to ask (fork mode, Node's cluster module
 * not begun, no channel). */
bool cluster_worker_drain(struct cluster_worker *worker, int64_t grace_ms);

enum cluster_probe {
    CLUSTER_PROBE_GIVEN,
    CLUSTER_PROBE_NOT_LISTENING, /* others have the port, it does not yet */
    CLUSTER_PROBE_BUSY,          /* it has not taken the one before */
    CLUSTER_PROBE_ELSEWHERE,     /* what has the port is not ours to give: connect to it */
    CLUSTER_PROBE_FAILED,        /* errno */
};

/* Gives a connection of our own to the worker, whether it is held or not, as if it came from the TCP
 * port; GIVEN: *fd is the other end, the caller's, non-blocking. */
enum cluster_probe cluster_worker_probe(struct cluster_worker *worker, uint16_t port, int *fd);

/* Of the connection of such a doubt (os/heir.h): the tag of the worker that it was given to, or was
 * just being given to. */
unsigned cluster_doubt_tag(uint64_t doubt);
/* A connection that the supervisor before us has left in doubt; becomes the cluster's. The worker is
 * asked; NULL or closed: it is gone. */
void cluster_take_doubtful(struct cluster *cluster, struct cluster_worker *worker, int fd,
                           uint64_t doubt);

/* Sends a message to the program; `json` is one value without line ends. -1: it does not arrive. */
int cluster_worker_say(struct cluster_worker *worker, struct str json);
