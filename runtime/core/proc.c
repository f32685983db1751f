/* The table, and the intent beside it. */
#include "runtime/core/proc.h"

struct cell {
    unsigned char next;
    unsigned short acts;
};

/* Cells that the shell never asks for keep the state and do nothing: a late message must not hurt.
 */
#define STAY(state)                                                                                \
    { PROC_##state, 0 }
#define TO(state, acts)                                                                            \
    { PROC_##state, (acts) }

static const struct cell table[PROC_STATES][PROC_EVENTS] =
    {
        [PROC_STOPPED] =
            {
                [PROC_START] = TO(LAUNCHING, PROC_SPAWN),
                [PROC_STOP] = STAY(STOPPED),
                [PROC_EXECED] = STAY(STOPPED),
                [PROC_BUSY] = STAY(STOPPED),
                [PROC_UNSPAWNABLE] = STAY(STOPPED),
                [PROC_LEFT] = STAY(STOPPED),
                [PROC_RETRY] = STAY(STOPPED),
                [PROC_FINAL] = STAY(STOPPED),
                [PROC_OVER_LIMIT] = STAY(STOPPED),
                [PROC_AGAIN] = STAY(STOPPED),
                [PROC_TIMER] = STAY(STOPPED),
                [PROC_DRAIN] = STAY(STOPPED),
                [PROC_DRAINED] = STAY(STOPPED),
            },
        [PROC_LAUNCHING] =
            {
                [PROC_START] = STAY(LAUNCHING),
                [PROC_STOP] = TO(STOPPING, PROC_SIGNAL | PROC_ARM_KILL),
                [PROC_EXECED] = TO(ONLINE, 0),
                [PROC_BUSY] = TO(BACKOFF, PROC_ARM_BUSY),
                [PROC_UNSPAWNABLE] = TO(ERRORED, 0),
                [PROC_LEFT] = TO(KILLING, PROC_KILL | PROC_ARM_SWEEP),
                [PROC_RETRY] = TO(BACKOFF, PROC_ARM_DELAY),
                [PROC_FINAL] = TO(STOPPED, 0),
                [PROC_OVER_LIMIT] = TO(ERRORED, 0),
                [PROC_AGAIN] = TO(LAUNCHING, PROC_SPAWN),
                [PROC_TIMER] = STAY(LAUNCHING),
                [PROC_DRAIN] = TO(STOPPING, PROC_SIGNAL | PROC_ARM_KILL),
                [PROC_DRAINED] = STAY(LAUNCHING),
            },
        [PROC_ONLINE] =
            {
                [PROC_START] = STAY(ONLINE),
                [PROC_STOP] = TO(STOPPING, PROC_SIGNAL | PROC_ARM_KILL),
                [PROC_EXECED] = STAY(ONLINE),
                [PROC_BUSY] = STAY(ONLINE),
                [PROC_UNSPAWNABLE] = STAY(ONLINE),
                [PROC_LEFT] = TO(KILLING, PROC_KILL | PROC_ARM_SWEEP),
                [PROC_RETRY] = TO(BACKOFF, PROC_ARM_DELAY),
                [PROC_FINAL] = TO(STOPPED, 0),
                [PROC_OVER_LIMIT] = TO(ERRORED, 0),
                [PROC_AGAIN] = TO(LAUNCHING, PROC_SPAWN),
                [PROC_TIMER] = STAY(ONLINE),
                [PROC_DRAIN] = TO(DRAINING, PROC_ASK | PROC_ARM_DRAIN),
                [PROC_DRAINED] = STAY(ONLINE),
            },
        [PROC_STOPPING] =
            {
                [PROC_START] = STAY(STOPPING),
                [PROC_STOP] = STAY(STOPPING),
                [PROC_EXECED] = STAY(STOPPING),
                [PROC_BUSY] = STAY(STOPPING),
                [PROC_UNSPAWNABLE] = TO(STOPPED, PROC_DISARM),
                [PROC_LEFT] = STAY(STOPPING),
                [PROC_RETRY] = TO(BACKOFF, PROC_ARM_DELAY),
                [PROC_FINAL] = TO(STOPPED, PROC_DISARM),
                [PROC_OVER_LIMIT] = TO(ERRORED, PROC_DISARM),
                [PROC_AGAIN] = TO(LAUNCHING, PROC_DISARM | PROC_SPAWN),
                [PROC_TIMER] = TO(KILLING, PROC_KILL | PROC_ARM_SWEEP),
                [PROC_DRAIN] = STAY(STOPPING),
                [PROC_DRAINED] = STAY(STOPPING),
            },
        [PROC_KILLING] =
            {
                [PROC_START] = STAY(KILLING),
                [PROC_STOP] = STAY(KILLING),
                [PROC_EXECED] = STAY(KILLING),
                [PROC_BUSY] = STAY(KILLING),
                [PROC_UNSPAWNABLE] = TO(STOPPED, PROC_DISARM),
                [PROC_LEFT] = STAY(KILLING),
                [PROC_RETRY] = TO(BACKOFF, PROC_ARM_DELAY),
                [PROC_FINAL] = TO(STOPPED, PROC_DISARM),
                [PROC_OVER_LIMIT] = TO(ERRORED, PROC_DISARM),
                [PROC_AGAIN] = TO(LAUNCHING, PROC_DISARM | PROC_SPAWN),
                [PROC_TIMER] = TO(KILLING, PROC_KILL | PROC_ARM_SWEEP),
                [PROC_DRAIN] = STAY(KILLING),
                [PROC_DRAINED] = STAY(KILLING),
            },
        [PROC_BACKOFF] =
            {
                [PROC_START] = TO(LAUNCHING, PROC_DISARM | PROC_SPAWN),
                [PROC_STOP] = TO(STOPPED, PROC_DISARM),
                [PROC_EXECED] = STAY(BACKOFF),
                [PROC_BUSY] = STAY(BACKOFF),
                [PROC_UNSPAWNABLE] = STAY(BACKOFF),
                [PROC_LEFT] = STAY(BACKOFF),
                [PROC_RETRY] = STAY(BACKOFF),
                [PROC_FINAL] = STAY(BACKOFF),
                [PROC_OVER_LIMIT] = STAY(BACKOFF),
                [PROC_AGAIN] = STAY(BACKOFF),
                [PROC_TIMER] = TO(LAUNCHING, PROC_SPAWN),
                [PROC_DRAIN] = TO(STOPPED, PROC_DISARM),
                [PROC_DRAINED] = STAY(BACKOFF),
            },
        [PROC_ERRORED] =
            {
                [PROC_START] = TO(LAUNCHING, PROC_SPAWN),
                [PROC_STOP] = TO(STOPPED, 0),
                [PROC_EXECED] = STAY(ERRORED),
                [PROC_BUSY] = STAY(ERRORED),
                [PROC_UNSPAWNABLE] = STAY(ERRORED),
                [PROC_LEFT] = STAY(ERRORED),
                [PROC_RETRY] = STAY(ERRORED),
                [PROC_FINAL] = STAY(ERRORED),
                [PROC_OVER_LIMIT] = STAY(ERRORED),
                [PROC_AGAIN] = STAY(ERRORED),
                [PROC_TIMER] = STAY(ERRORED),
                [PROC_DRAIN] = TO(STOPPED, 0),
                [PROC_DRAINED] = STAY(ERRORED),
            },
        [PROC_DRAINING] =
            {
                [PROC_START] = STAY(DRAINING),
                [PROC_STOP] = TO(STOPPING, PROC_SIGNAL | PROC_ARM_KILL),
                [PROC_EXECED] = STAY(DRAINING),
                [PROC_BUSY] = STAY(DRAINING),
                [PROC_UNSPAWNABLE] = TO(STOPPED, PROC_DISARM),
                [PROC_LEFT] = TO(STOPPING, PROC_SIGNAL | PROC_ARM_KILL),
                [PROC_RETRY] = TO(BACKOFF, PROC_ARM_DELAY),
                [PROC_FINAL] = TO(STOPPED, PROC_DISARM),
                [PROC_OVER_LIMIT] = TO(ERRORED, PROC_DISARM),
                [PROC_AGAIN] = TO(LAUNCHING, PROC_DISARM | PROC_SPAWN),
                [PROC_TIMER] = TO(STOPPING, PROC_SIGNAL | PROC_ARM_KILL),
                [PROC_DRAIN] = STAY(DRAINING),
                [PROC_DRAINED] = TO(DRAINING, PROC_ARM_LINGER),
            },
};

bool proc_is_dying(enum proc_state state) {
    return state == PROC_STOPPING || state == PROC_KILLING || state == PROC_DRAINING;
}

static enum proc_intent next_intent(struct proc proc, enum proc_event event, enum proc_state next) {
    bool is_dying = proc_is_dying(next);
    if (!is_dying)
        return PROC_KEEP;
    if (event == PROC_STOP || event == PROC_DRAIN)
        return PROC_END;
    return event == PROC_START ? PROC_RUN_AGAIN : proc.intent;
}

struct proc_step proc_step(struct proc proc, enum proc_event event) {
    const struct cell *cell = &table[proc.state][event];
    enum proc_state next = (enum proc_state)cell->next;
    return (struct proc_step){{next, next_intent(proc, event, next)}, cell->acts};
}

enum proc_event proc_gone(struct proc proc, enum policy_verdict verdict) {
    static const enum proc_event by_verdict[] = {
        [POLICY_RETRY] = PROC_RETRY,
        [POLICY_FINAL] = PROC_FINAL,
        [POLICY_OVER_LIMIT] = PROC_OVER_LIMIT,
    };
    switch (proc.intent) {
    case PROC_END:
        return PROC_FINAL;
    case PROC_RUN_AGAIN:
        return PROC_AGAIN;
    case PROC_KEEP:
        break;
    }
    return by_verdict[verdict];
}

bool proc_is_resting(enum proc_state state) {
    return state == PROC_STOPPED || state == PROC_ERRORED;
}

bool proc_has_child(enum proc_state state) {
    return !proc_is_resting(state) && state != PROC_BACKOFF;
}

const char *proc_state_name(enum proc_state state) {
    static const char *const names[PROC_STATES] = {
        [PROC_STOPPED] = "stopped",   [PROC_LAUNCHING] = "launching", [PROC_ONLINE] = "online",
        [PROC_STOPPING] = "stopping", [PROC_KILLING] = "stopping",    [PROC_BACKOFF] = "backoff",
        [PROC_ERRORED] = "errored",   [PROC_DRAINING] = "stopping",
    };
    return names[state];
}
