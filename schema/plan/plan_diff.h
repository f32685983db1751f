/* What changes between two plans, and what that does to running processes. One pure function: ecoc
 * diff prints its list, ecort apply executes it. Inputs and origins are not looked at. */
#pragma once

#include "schema/plan/plan.h"

enum plan_verdict {
    VERDICT_NOTHING,
    VERDICT_LIVE,     /* applied to what runs */
    VERDICT_SCALE,    /* more or fewer processes */
    VERDICT_RELOAD,   /* rolling: no outage */
    VERDICT_RESTART,  /* stop, then start: an outage */
    VERDICT_RECREATE, /* removed and made anew */
    VERDICT_START,    /* only in the new plan */
    VERDICT_STOP,     /* only in the old plan */
    VERDICT_COUNT,
};

enum plan_change_kind { CHANGE_VALUE, CHANGE_ENV_ADDED, CHANGE_ENV_REMOVED, CHANGE_ENV_VALUE };

struct plan_change {
    enum opt_id id;
    enum plan_change_kind kind;
    const char *env_name; /* of the CHANGE_ENV kinds */
    unsigned env_index;   /* in the new plan's env: CHANGE_ENV_ADDED, CHANGE_ENV_VALUE */
    struct plan_text old_text, new_text; /* of the CHANGE_ENV kinds */
    enum plan_verdict verdict;           /* what this change alone would need */
};

/* Compares two apps. Writes up to `cap` changes in the order of the option table, variables of
 * env in the new plan's order and removed ones last; *n is how many there are in all. Returns
 * the verdict. */
enum plan_verdict plan_diff_app(const struct plan *old_plan, unsigned old_app,
                                const struct plan *new_plan, unsigned new_app,
                                struct plan_change *changes, size_t cap, size_t *n);

/* Whether two processes of the app can run beside each other: cluster mode, or sockets that are
 * handed over (listen). A change that needs new processes is then rolling, else an outage. */
bool plan_can_roll(const struct plan *plan, unsigned app);

bool plan_text_same(struct plan_text a, struct plan_text b);

/* "nothing", "applied live", "scale", "reload", "restart", "recreate", "start", "stop". */
const char *plan_verdict_name(enum plan_verdict verdict);
