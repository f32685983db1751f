/* The difference of two plans: their apps paired, and what plan_diff_app says of each pair. What is
 * printed of it is made in diff_page.h. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/buf.h"
#include "schema/plan/plan_diff.h"

struct diff_app {
    const char *name;
    enum plan_verdict verdict;
    unsigned old_app, new_app; /* n_apps of its plan where there is none */
    const struct plan_change *changes;
    size_t n_changes;
};

struct diff {
    const struct plan *old_plan, *new_plan; /* NULL: nothing on that side */
    const struct diff_app
        *apps; /* changed ones first, in the order of the new plan; stopped ones last */
    size_t n_apps, n_unchanged;
    size_t count[VERDICT_COUNT];
};

void diff_plans(struct arena *a, const struct plan *old_plan, const struct plan *new_plan,
                struct diff *out);
