/* The supervisor: instances, the world's events for them, and what they make it do.
 *
 * The world knocks (loop.c); an event goes through the table of runtime/core/proc.h (sup.c); the
 * acts are done (act.c), and may be events again. Signals to trees wait until the end of the turn
 * and go out in one walk. */
#pragma once

#include <sys/resource.h>

#include "runtime/ctl/server.h"
#include "runtime/generation.h"
#include "runtime/inst.h"
#include "runtime/logs/log_tidy.h"
#include "runtime/os/signals.h"
#include "runtime/say.h"

struct steer_op;
struct follow;

struct sup {
    struct os_poll poll;
    struct timers timers;
    struct log_pump pump;
    struct log_tidier tidier;
    struct ctl_server ctl;
    struct timer ctl_timer;
    struct say say;
    struct generation gen;
    char *const *environ;
    const char *home;

    struct inst *insts; /* by pm_id */
    unsigned n_insts;
    struct os_tree *trees; /* n_insts, filled anew for each look */

    struct os_watch signals;
    int null_fd;
    struct rlimit nofile; /* as we found it, for the children */
    bool has_nofile;
    bool has_signals_due, has_ended;
    bool is_stopping;      /* all are to stop, then we go */
    bool is_killing;       /* a second signal came */
    struct steer_op *ops;  /* requests under way; steer.c */
    struct follow *follow; /* who follows logs; follow.c, NULL = nobody */
};

/* Takes over the generation (not on failure). The caller has set home, environ and say. */
int sup_init(struct sup *sup, struct generation *gen, struct err *err);
void sup_done(struct sup *sup);

/* Starts what is to start by itself. */
void sup_start_all(struct sup *sup);
/* Asks everything to stop, the last of the plan first; again: kills. */
void sup_stop_all(struct sup *sup);

/* One event for an instance, and all that follows from it at once. */
void sup_event(struct inst *inst, enum proc_event event);

/* The main process ended; sup_settle draws the conclusions. */
void sup_child_ended(struct sup *sup, const struct os_exit *ended);
/* Looks which ended trees are gone, and tells their states. Called once after a row of exits. */
void sup_settle(struct sup *sup);

/* Whether nothing runs and nothing will by itself. */
bool sup_is_at_rest(const struct sup *sup);

/* Fills sup->trees. */
void sup_trees(struct sup *sup);

/* ---- act.c --------------------------------------------------------------------------------------
 */

/* Does the acts; true where one of them answered with an event. */
bool act_do(struct inst *inst, unsigned acts, enum proc_event *answer);
/* Sends the signals that are due. */
void act_flush_signals(struct sup *sup);

/* ---- loop.c -------------------------------------------------------------------------------------
 */

/* Until a signal asks to stop and everything has. */
int sup_run(struct sup *sup, int listen_fd, struct err *err);
