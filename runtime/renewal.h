/* Instances that are to be replaced without outage, because they use too much memory
 * (max_memory_restart), are unhealthy (http) or write too many errors (error), or because it is time
 * (cron_restart): twins take their places, as in a
 * reload, at most reload_parallel of an app at a time.
 *
 * What is wanted is noted on the instance, as long as its process lives: it is in the state page, so
 * that a supervisor that takes over goes on with it, and it is settled by any end of the process. A
 * roll begins when no request and no apply is about the app, and a request that comes meanwhile does
 * not wait: the roll is called off, the twins that have not taken a place go, and what then still
 * runs with the note on it is rolled after that. Pauses after failures are of core/renew.h. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct apply;
struct inst;
struct inst_set;
struct sup;

enum renewal_why { RENEWAL_MEMORY = 1, RENEWAL_CRON = 2, RENEWAL_HEALTH = 4, RENEWAL_ERRORS = 8 };

struct renewal {
    unsigned why;      /* of renewal_why; 0 = it is not wanted */
    unsigned failures; /* in a row */
    int64_t at_ms;     /* not before */
    bool is_begun;     /* an apply is about it */
};

/* For sup_init. */
void renewal_set_up(struct sup *sup);

/* Wants it to be replaced; false where that was wanted for this already. */
bool renewal_ask(struct inst *inst, enum renewal_why why);
/* Not for this reason any more. */
void renewal_spare(struct inst *inst, enum renewal_why why);
/* Its process has ended, or it has been replaced. */
void renewal_settle(struct inst *inst);

/* Begins what can be. Called between turns. */
void renewal_go_on(struct sup *sup);

/* Somebody asks for something that concerns these (NULL: all): rolls of their apps are called off. */
void renewal_yield(struct sup *sup, const struct inst_set *set);

/* A roll of ours has come to its end: notes what has failed. */
void renewal_ended(const struct apply *apply);
/* It gives back what it holds, at its end or before. */
void renewal_let_go(const struct apply *apply);

/* For the state page. */
uint32_t renewal_pack(const struct inst *inst);
void renewal_unpack(struct inst *inst, uint32_t packed);
