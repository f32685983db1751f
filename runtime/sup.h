/* The supervisor: instances, the world's events for them, and what they make it do.
 *
 * The world knocks (loop.c); an event goes through the table of runtime/core/proc.h (sup.c); the
 * acts are done (act.c), and may be events again. Signals to trees wait until the end of the turn
 * and go out in one walk. */
#pragma once

#include <sys/resource.h>

#include "runtime/child.h"
#include "runtime/ctl/server.h"
#include "runtime/generation.h"
#include "runtime/inst.h"
#include "runtime/keep.h"
#include "runtime/logs/log_tidy.h"
#include "runtime/os/notify.h"
#include "runtime/os/signals.h"
#include "runtime/say.h"
#include "runtime/sockets.h"
#include "runtime/state.h"
#include "runtime/relics.h"
#include "runtime/takeover.h"

struct apply;
struct steer_op;
struct follow;
struct trigger;

struct sup {
    struct os_poll poll;
    struct timers timers;
    struct log_pump pump;
    struct log_tidier tidier;
    struct log_defaults log_defaults; /* by ecort set */
    struct ctl_server ctl;
    struct timer ctl_timer;
    struct timer trim;     /* of memory; loop.c */
    struct os_watch heard; /* what our children say by sd_notify; heard.c */
    char heard_name[OS_NOTIFY_NAME_BYTES];
    struct timer guard;    /* max_memory_restart; guard.c */
    struct timer renewal;  /* when a roll is tried again; renewal.c */
    unsigned n_renewals;   /* instances that are to be replaced */
    struct os_watch cron;  /* cron_restart; cron.c */
    struct timer watchdog; /* of the service manager; see loop.c */
    int64_t watchdog_ms;   /* 0 = it asks for none */
    const char *notify_at; /* NULL = there is none */
    struct say say;
    const char *home;
    struct keep keep;
    struct cluster cluster;
    struct buf cluster_record; /* of the supervisor before us, while we take over */
    bool has_no_preload;       /* told already */
    struct state state;
    struct relics relics;
    uint64_t boot;              /* state_boot */
    bool is_unsaved;            /* something that the state page tells has changed */
    struct ctl_client *updater; /* waits to be told that the new program is none; may be NULL */
    char *const *environ;       /* our own; processes get that of their generation */
    const char *user_home;      /* may be NULL */

    struct sock *sockets; /* sockets.c */
    unsigned last_socket;
    struct inst *first, *last; /* by pm_id */
    unsigned n_insts, next_pm_id, next_serial;
    struct os_tree *trees; /* room for n_insts, filled anew for each look, in the list's order */
    unsigned trees_cap;

    struct os_watch signals;
    int null_fd;
    struct rlimit nofile; /* as we found it, for the children */
    bool has_nofile;
    bool has_signals_due, has_ended;
    bool has_changed;         /* a state has */
    bool has_leaving;         /* an instance may be ready to go */
    bool is_stopping;         /* all are to stop, then we go */
    bool is_killing;          /* a second signal came */
    struct steer_op *ops;     /* requests under way; steer.c */
    struct apply *applies;    /* apply.c */
    struct trigger *triggers; /* trigger.c */
    unsigned last_trigger;
    struct follow *follow; /* who follows logs; follow.c, NULL = nobody */
};

/* The caller has set home, user_home and say. */
int sup_init(struct sup *sup, struct err *err);
void sup_done(struct sup *sup);

/* What a plan is seen against here. */
struct gen_world sup_world(const struct sup *sup);

/* Makes the instances of all apps of a generation, at rest. -1: no memory, none is left. */
int sup_add_generation(struct sup *sup, struct generation *gen);

/* Starts what is to start by itself. */
void sup_start_all(struct sup *sup);
/* Asks everything to stop, the last first; again: kills. */
void sup_stop_all(struct sup *sup);

/* Asks the instance to finish what it has, to stop, and to go when it has. */
void sup_leave(struct inst *inst);
/* Frees what is leaving, rests and is not held by a request. Called between turns. */
void sup_bury(struct sup *sup);

/* One event for an instance, and all that follows from it at once. */
void sup_event(struct inst *inst, enum proc_event event);

/* The main process ended; sup_settle draws the conclusions. */
void sup_child_ended(struct sup *sup, const struct os_exit *ended);
/* It ended, nobody knows how. */
void sup_child_vanished(struct inst *inst);
/* The child runs its program. */
void sup_launched(struct inst *inst);
/* Looks which ended trees are gone, and tells their states. Called once after a row of exits. */
void sup_settle(struct sup *sup);

/* Whether nothing runs and nothing will by itself. */
bool sup_is_at_rest(const struct sup *sup);

/* Fills sup->trees. */
struct os_forest sup_trees(struct sup *sup);

/* For inst_new. */
void sup_on_timer(struct timer *timer);
void sup_on_report(struct os_watch *watch, unsigned events);

/* ---- act.c --------------------------------------------------------------------------------------
 */

/* Does the acts; true where one of them answered with an event. */
bool act_do(struct inst *inst, unsigned acts, enum proc_event *answer);
/* Sends the signals that are due. */
void act_flush_signals(struct sup *sup);

/* ---- loop.c -------------------------------------------------------------------------------------
 */

/* The keeper's answer to an update that fails. */
void sup_update_refused(struct sup *sup, int status);

/* Takes up its signals and the control socket; before anything is started. */
int sup_open(struct sup *sup, int listen_fd, struct err *err);
/* Until a signal or a client asks to stop and everything has. */
void sup_run(struct sup *sup);
