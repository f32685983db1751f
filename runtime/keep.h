/* The supervisor's line to its keeper (keeper.h): what it hands over, and what it is told.
 *
 * A keeper that does not listen (stopped, say) is not waited for: once it does, it is told all that
 * there is again, and closes what it holds besides. A keeper that is gone is told once; the supervisor then goes on without. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "runtime/keeper.h"
#include "runtime/os/heir.h"
#include "runtime/os/poll.h"

struct sup;

/* What descriptors are kept for; the id is the serial of the instance, or that of the
 * generation or the socket. */
enum keep_kind {
    KEEP_LOCK = 1,
    KEEP_LISTEN,
    KEEP_STATE,
    KEEP_GENERATION,
    KEEP_OUT,
    KEEP_ERR,
    KEEP_REPORT,
    KEEP_HEARD,
    KEEP_SOCKET,
    KEEP_JOURNAL,
    KEEP_PARTIALS,
    KEEP_CHANNEL, /* to a process */
    KEEP_SHARED,  /* a socket of a cluster; the id is its own */
    KEEP_CLUSTER, /* what is to be known of both */
    KEEP_ACTIONS, /* what the process has said that it can be asked for */
    KEEP_CONN,    /* a connection that nobody was given; the id is its number in the dead one */
    KEEP_DOUBT,   /* one that may be a worker's: keep_doubt */
};

struct keep {
    struct os_watch watch; /* fd -1: there is no keeper, or it is gone */
    pid_t keeper;          /* 0 = none */
    bool is_behind;        /* it has missed something */
    bool is_repeating;     /* it is being told all again */
    bool is_ready;         /* keep_ready was called */
};

uint64_t keep_key(enum keep_kind kind, uint32_t id);
/* What is known of the connection of the key of a KEEP_DOUBT; 0 where it is another kind. */
uint64_t keep_doubt(uint64_t key);

/* The keeper while it is our parent, else 0: a keeper that is gone may not be noticed yet, and its
 * number a stranger's already. */
pid_t keep_parent(const struct sup *sup);

/* The descriptor that was given under the key, or -1. */
int keep_given(const struct keeper_gift *gift, uint64_t key);

/* Begins to listen. -1 with errno. */
int keep_open(struct sup *sup, const struct keeper_gift *gift);
void keep_close(struct sup *sup);

/* `fd` stays the caller's. */
void keep_hold(struct sup *sup, enum keep_kind kind, uint32_t id, int fd);
void keep_drop(struct sup *sup, enum keep_kind kind, uint32_t id);
void keep_drop_key(struct sup *sup, uint64_t key);
/* What should be held cannot be made just now: the keeper goes on with what it has. */
void keep_leave(struct sup *sup);
/* The journal of the pump. */
void keep_hold_logs(struct sup *sup);

/* For connections that are ours alone: our heir hands them to the keeper. */
extern const struct os_heir_use keep_heir_use;

/* We have taken over. */
void keep_ready(struct sup *sup);

/* Asks it to become the program of `program_fd`, which stays the caller's. False: it does not listen.
 * Refused, it says so (sup_update_refused); else we are killed. */
bool keep_update(struct sup *sup, int program_fd);

/* A process of ours ended, which the keeper has reaped. */
void keep_take_exit(struct sup *sup, pid_t pid, int status);

/* Takes what the keeper has said; waits up to wait_ms for it. */
void keep_listen(struct sup *sup, int wait_ms);
