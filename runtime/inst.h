/* One instance of an app: the state of its process and everything that hangs on it.
 *
 * Instances come and go while the supervisor lives; each is an allocation of its own that does not
 * move, so others may point to it. It goes (inst_free) only when it is leaving, rests, and nobody
 * holds it any more; see sup_bury. */
#pragma once

#include <sys/types.h>

#include "runtime/child.h"
#include "runtime/cluster/cluster.h"
#include "runtime/core/proc.h"
#include "runtime/errors.h"
#include "runtime/generation.h"
#include "runtime/logs/log_stream.h"
#include "runtime/os/spawn.h"
#include "runtime/os/tree.h"
#include "runtime/ready.h"
#include "runtime/renewal.h"
#include "runtime/sockets.h"
#include "runtime/timers.h"

struct sup;

/* A rolling change has two processes of one instance for a while: the one in office, whom commands
 * mean, and its twin, which has the same pm_id and number, and takes the office when it is up. */
enum inst_office {
    INST_HOLDS,    /* as nearly always */
    INST_COMES,    /* a twin: nobody is told to it */
    INST_REPLACED, /* its twin has the office; it is leaving */
};

/* Who reaps the process. */
enum inst_kin {
    INST_CHILD,   /* we do */
    INST_KEPT,    /* the keeper, and tells us: a supervisor before us started it */
    INST_OUTSIDE, /* whoever: its keeper is gone; how it ends cannot be known */
};

struct inst {
    struct timer timer;       /* the one timer; its meaning follows from the state */
    struct os_watch report;   /* the child's pipe until it has exec'd */
    struct inst *next, *prev; /* in the supervisor's list, by pm_id */
    struct sup *sup;
    struct generation *gen; /* holds a reference */
    const struct app *app;  /* one of gen's */
    unsigned serial;        /* never given twice */
    unsigned pm_id, number; /* in the supervisor, shared with a twin at most; in the app */
    enum inst_office office;
    unsigned holds;  /* requests that still look at it */
    unsigned n_due;  /* of these, how many are about to start it: it rests or is on its way there */
    bool is_leaving; /* it goes as soon as it rests */
    bool is_held;    /* it was stopped by hand: nothing but a hand starts it again */
    bool is_foreign; /* its process is of another version than `app`; `was` tells which */
    struct plan_print was; /* where is_foreign */
    struct proc proc;
    struct ready ready;
    struct health_watch *health; /* health.h; NULL = nobody asks */
    struct worker *worker;       /* the channel to the process; workers.h; NULL = it had none yet */
    struct cluster_pool *pool;   /* NULL = fork mode */
    struct sock_set sockets;     /* what it was handed, or will be */

    pid_t pid; /* of the main process, until it is reaped; 0 = there is none */
    pid_t session;
    enum inst_kin kin;      /* of the main process, or of the last one */
    uint64_t started_ticks; /* of pid; 0 = not looked at yet */
    struct os_watch pidfd;  /* INST_OUTSIDE: readable when it has ended */
    uint32_t place;         /* in the state page, 0 = none; state.h */
    uint64_t saved_hash;    /* of the record there */
    bool is_ended;          /* the main process was reaped, the state does not know yet */
    bool has_failed;        /* it reported that it could not exec */
    struct os_spawn_report failure;
    struct policy_answer answer; /* what the policy says to the last exit */
    struct os_roster roster;     /* of its tree, while that dies */
    int signal_due;              /* to be sent to the tree at the end of this turn; 0 = none */
    char mark[32];

    int64_t started_ms;      /* os_now_ms of the last start */
    int64_t started_wall_ms; /* 0 = never started */
    struct policy_past past;
    unsigned starts;    /* processes that ran the program */
    unsigned forgotten; /* of these, how many a reset does not count any more */
    unsigned ends;      /* of these, how many ended without being asked to */
    unsigned busy;      /* forks in a row that the system refused */
    unsigned sweeps;    /* SIGKILLs in a row */
    bool has_exited;    /* last_exit is of an exit */
    struct policy_exit last_exit;
    char *reason; /* why it is errored or waits; malloc'd, NULL = none */

    struct log_target target[2]; /* out, err */
    struct log_stream stream[2];
    struct errors *errors; /* errors.h; NULL = nobody counts lines */
    uint64_t logs_dropped;
    struct log_tail *tail; /* of both streams; NULL = nobody asks; inst_keep_tail */

    struct renewal renewal; /* whether it is to be replaced */
    int64_t cron_at_s;      /* when cron_restart is due; 0 = it has none, -1 = never */

    uint64_t cpu_ticks; /* at cpu_at_ms, for the next look at its use of the CPU */
    int64_t cpu_at_ms;
};

/* A new instance of gen->apps[app], at rest, at the end of the supervisor's list; NULL without
 * memory. */
struct inst *inst_new(struct sup *sup, struct generation *gen, const struct app *app,
                      unsigned number);

/* A twin of it, at rest, after it in the list; NULL without memory. */
struct inst *inst_new_twin(struct inst *inst, struct generation *gen, const struct app *app);

/* The twin takes the office: its restarts and lost lines go on with those of the old one, which is
 * told to leave. */
void inst_take_office(struct inst *twin, struct inst *old);

/* Remembers the last lines of its output from now on, or does not any more. */
void inst_keep_tail(struct inst *inst, bool keeps);

/* Takes it out of the list and frees it; it rests. */
void inst_free(struct inst *inst);

/* Makes it an instance of another version of its app. What runs goes on; what can be applied to it
 * is. -1: no memory, all is as it was. */
int inst_adopt(struct inst *inst, struct generation *gen, const struct app *app);

/* What a new process of it is told of itself; some of it on the arena. */
struct child_id inst_child_id(struct inst *inst, struct arena *arena);

/* Sends the signal to the main process, which is there, and to nobody else. -1 with errno. */
int inst_signal(const struct inst *inst, int sig);

/* Begins to wait for the end of a process that nobody of us reaps. */
void inst_watch_outside(struct inst *inst);
void inst_unwatch_outside(struct inst *inst);

/* Starts after the first, since the last reset. */
unsigned inst_restarts(const struct inst *inst);

/* Sets the reason; a failed allocation leaves it without one. */
void inst_reason(struct inst *inst, const char *fmt, ...) ATTR_PRINTF(2, 3);
void inst_no_reason(struct inst *inst);

/* ---- sets ---------------------------------------------------------------------------------------
 */

/* Some of the instances, by pm_id; malloc'd. */
struct inst_set {
    struct inst **at;
    unsigned n;
};

void inst_set_done(struct inst_set *set);
