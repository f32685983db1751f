/* A fingerprint of one app of a plan: enough to tell what a change would do to its processes
 * (plan_diff.h) where the old plan is not there any more. One sum for each thing that a change may
 * do; equal sums stand for equal options. */
#pragma once

#include "schema/plan/plan_diff.h"

struct plan_print {
    uint64_t live, reload, restart, recreate;
    uint32_t instances;
    bool rolls; /* plan_can_roll */
};

struct plan_print plan_print_app(const struct plan *plan, unsigned app);

/* One fact more, of what has the impact of a reload: what the world fills in. */
void plan_print_add(struct plan_print *print, const char *text);
/* The same of a pair, in whatever order they come one after the other. */
void plan_print_add_pair(struct plan_print *print, const char *name, const char *value);

/* As plan_diff_app of the two plans; never VERDICT_START or VERDICT_STOP. A group that only one of
 * them has counts as a change of its members, too. */
enum plan_verdict plan_print_verdict(const struct plan_print *before,
                                     const struct plan_print *after);
