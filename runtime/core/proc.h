/* The states of one instance: a table of [state][event] -> next state and acts.
 *
 *   STOPPED    rests: no process, no timer
 *   LAUNCHING  a child is forked and has not exec'd yet
 *   ONLINE     it runs
 *   DRAINING   it was asked to finish what it has and to go; a timer runs until it is told by signal
 *   STOPPING   its tree got the stop signal; the kill timer runs
 *   KILLING    its tree got SIGKILL; a timer sweeps again until nothing of it is left
 *   BACKOFF    no process; a timer will start it
 *   ERRORED    rests: given up, with a reason
 *
 * Guards become events first: the shell does not say "exited" but what the exit means (proc_gone),
 * and a tree counts as gone only when its last process is. There is one timer per instance; what it
 * means follows from the state. A restart is no state: it is STOP and then START, and the START
 * that meets a dying tree is remembered as the intent to run again. */
#pragma once

#include <stdbool.h>

#include "runtime/core/policy.h"

enum proc_state {
    PROC_STOPPED,
    PROC_LAUNCHING,
    PROC_ONLINE,
    PROC_STOPPING,
    PROC_KILLING,
    PROC_BACKOFF,
    PROC_ERRORED,
    PROC_DRAINING,
    PROC_STATES,
};

enum proc_event {
    PROC_START,       /* somebody wants it to run */
    PROC_STOP,        /* somebody wants it to end */
    PROC_EXECED,      /* the child runs the program */
    PROC_BUSY,        /* the system has no process to give just now; no child was made */
    PROC_UNSPAWNABLE, /* it cannot be started as it is configured; no child is left */
    PROC_LEFT,        /* the main process ended, others of its tree are alive */
    PROC_RETRY,       /* the tree is gone, to be started again after a delay */
    PROC_FINAL,       /* the tree is gone and stays so */
    PROC_OVER_LIMIT,  /* the tree is gone once too often */
    PROC_AGAIN,       /* the tree is gone and a start was asked for meanwhile */
    PROC_TIMER,       /* the instance's timer fired */
    PROC_DRAIN,       /* somebody wants it to finish what it has and to end */
    PROC_DRAINED,     /* it has */
    PROC_EVENTS,
};

/* What the shell has to do, in this order. */
enum proc_act {
    PROC_DISARM = 1,        /* drop the timer */
    PROC_SIGNAL = 2,        /* the stop signal to the tree */
    PROC_KILL = 4,          /* SIGKILL to the tree */
    PROC_ARM_KILL = 8,      /* timer: kill_timeout */
    PROC_ARM_SWEEP = 16,    /* timer: until the next look at a dying tree */
    PROC_ARM_DELAY = 32,    /* timer: the delay before a restart */
    PROC_ARM_BUSY = 64,     /* timer: the delay before forking is tried again */
    PROC_SPAWN = 128,       /* fork a child; answers with BUSY or UNSPAWNABLE where there is none */
    PROC_ASK = 256,         /* to finish and go; answers with STOP where it cannot be asked */
    PROC_ARM_DRAIN = 512,   /* timer: how long it may take for that */
    PROC_ARM_LINGER = 1024, /* timer: how long it may take to go after that */
};

/* What was asked for since the last start. */
enum proc_intent {
    PROC_KEEP,      /* nothing: the restart policy decides */
    PROC_END,       /* to stop */
    PROC_RUN_AGAIN, /* to stop and then to start */
};

struct proc {
    enum proc_state state;
    enum proc_intent intent;
};

struct proc_step {
    struct proc next;
    unsigned acts;
};

struct proc_step proc_step(struct proc proc, enum proc_event event);

/* What it means that the tree is gone; `verdict` is asked for only where the intent is PROC_KEEP.
 */
enum proc_event proc_gone(struct proc proc, enum policy_verdict verdict);

/* No process, no timer. */
bool proc_is_resting(enum proc_state state);
/* It was asked or told to end and has not yet. */
bool proc_is_dying(enum proc_state state);
/* The state has a child, or is about to learn that it has none (LAUNCHING). */
bool proc_has_child(enum proc_state state);

/* "stopped", "launching" ... */
const char *proc_state_name(enum proc_state state);
