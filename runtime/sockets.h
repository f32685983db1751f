/* Sockets that apps are handed (listen): opened by us, held while an instance of the app runs or is
 * about to, by the keeper too, so that an address is never refused while processes come and go.
 *
 * An address is open once and shared by all instances of one app. It stays open over restarts,
 * reloads, new versions and the death of the supervisor, and is closed when the last instance rests:
 * what nobody will answer is better refused. */
#pragma once

#include "runtime/app.h"
#include "runtime/keeper.h"
#include "schema/base/err.h"

struct sup;
struct inst;
struct cluster_pool;

struct sock {
    struct sock *next;
    struct listen_address address;
    int fd;
    unsigned id, refs;
};

/* What somebody holds; malloc'd. */
struct sock_set {
    struct sock **at;
    unsigned n;
};

/* Holds the app's addresses, opening what is not open; the set was empty. What workers of the app have
 * opened themselves is taken from their pool (NULL: there is none) as it is. -1 with err (err->sys):
 * nothing is held. */
int sockets_take(struct sup *sup, const struct app *app, const struct cluster_pool *pool,
                 struct sock_set *set, struct err *err);
/* Whether it could; opens nothing. */
int sockets_try(const struct sup *sup, const struct app *app, const struct cluster_pool *pool,
                struct err *err);
void sockets_give(struct sup *sup, struct sock_set *set);

/* Makes the instance hold what its app listens on, before it is started. -1 with err: it cannot,
 * or somebody else's app has the address. */
int sockets_hold(struct inst *inst, struct err *err);
/* Workers, or a process before it, may have made them non-blocking: a program that is about to be
 * started finds them as systemd would give them. Not so where another process has them just now: who
 * polls would wait in accept. */
void sockets_refresh(const struct inst *inst);
void sockets_drop(struct inst *inst);

/* Drops what instances hold that rest and are not about to start. */
void sockets_tidy(struct sup *sup);

bool sockets_has(const struct inst *inst, const struct listen_address *address);

/* The socket at the address that an instance of the pool is handed, -1 = none; one for all addresses
 * is one for those of one family, too. */
int sockets_of_pool(const struct sup *sup, const struct cluster_pool *pool,
                    const struct listen_address *address);
/* Whether it is one of them. */
bool sockets_is_one(const struct sup *sup, int fd);

/* A second hold on what the instance has; `set` was empty. -1: no memory. */
int sockets_copy(const struct inst *inst, struct sock_set *set);

/* Takes the sockets out of a process that runs already and that another supervisor has handed them
 * to; where that may not be they are left to it. */
void sockets_claim(struct inst *inst);

/* Those that the keeper has; and once all instances hold theirs again, closes the others. */
void sockets_restore(struct sup *sup, const struct keeper_gift *gift);
void sockets_close_unused(struct sup *sup);
/* Hands all of them to the keeper. */
void sockets_keep(struct sup *sup);
/* All instances are gone. */
void sockets_done(struct sup *sup);
