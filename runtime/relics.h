/* Processes that nobody supervises: what is alive although supervisor and keeper were both killed.
 *
 * <home>/state tells which processes were whose, and of which version of their app, by sums
 * (plan_print.h): the plan itself and their environment went with the keeper. A plan of their
 * ecosystem that is run or applied makes them instances again, under their old numbers, also those
 * beyond what the plan says; where their version is another one they are foreign to their app, and
 * the apply that follows replaces them by its ordinary rules. Processes of an app that has left the
 * plan are ended; those of other ecosystems wait for theirs, and end with the supervisor.
 *
 * Until somebody has them they are on the state page, so that the next supervisor knows of them, too.
 * Their output is read on from the pipes that they still have, which /proc opens; log lines in hand
 * are lost. */
#pragma once

#include "runtime/state_rec.h"
#include "runtime/timers.h"

struct sup;
struct inst;
struct generation;

struct relic {
    struct state_inst r;
    uint32_t place;  /* on the state page, 0 = none */
    bool is_dead;    /* only told: it counts as an instance that there was */
    bool is_surplus; /* one of two processes of an instance, or was about to go */
    bool is_ending;
    bool is_killed;
    bool is_over; /* claimed, or ended: to be forgotten */
    int64_t kill_at_ms;
};

struct relics {
    struct timer timer; /* while one is ending */
    struct relic *at;   /* malloc'd, by pm_id */
    unsigned n;
    bool is_partial; /* there were damaged records */
};

/* Reads <home>/state, and tells what is alive. */
void relics_find(struct sup *sup);
/* The state page is there: puts them on it, and ends those that are surplus. */
void relics_keep(struct sup *sup);
/* From the page, by a next supervisor. */
void relics_restore(struct sup *sup, const struct state_inst *r, uint32_t place);

/* Makes those of its ecosystem and its apps instances of it; whether there was one. `with_dead`: where
 * one of an app lives, the others that there were are made, too, at rest. */
bool relics_adopt(struct sup *sup, struct generation *gen, bool with_dead);
/* Gives the instance, which is about to be started, the process that is its own; whether there was
 * one. */
bool relics_claim(struct inst *inst);

/* Ends those of its ecosystem that are none of its apps. */
void relics_end_left(struct sup *sup, const struct generation *gen);
/* Ends all; `at_once`: by SIGKILL. */
void relics_end_all(struct sup *sup, bool at_once);
bool relics_are_ending(const struct sup *sup);

/* Of relics_end.c: asks it to end, after saying why. */
void relics_end(struct sup *sup, struct relic *relic, const char *why);

/* Whether it is that process and lives. */
bool relics_is_alive(const struct state_inst *r);
/* Forgets those that are over. */
void relics_tidy(struct sup *sup);
void relics_done(struct sup *sup);
