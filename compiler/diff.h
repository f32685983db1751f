/* The difference of two plans: their apps paired, and what plan_diff_app says of each pair. What is
 * printed of it is made in diff_page.h. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/buf.h"
#include "schema/plan/plan_diff.h"

struct diff_app {
    const char *name;
    enum plan_verdict verdict;
    const struct plan *old_plan; /* of old_app; mostly that of the diff */
    unsigned old_app, new_app;   /* n_apps of its plan where there is none */
    unsigned n_running;          /* instances that run now; 0: not known */
    bool is_held;                /* all of them were stopped by hand */
    const char *other; /* renamed: what the other side calls an app that starts or stops; or NULL */
    const struct plan_change *changes;
    size_t n_changes;
};

struct diff {
    const struct plan *old_plan,
        *new_plan; /* NULL: nothing on that side; of what runs: one of its plans */
    const struct diff_app
        *apps; /* changed ones first, in the order of the new plan; stopped ones last */
    size_t n_apps, n_unchanged;
    size_t count[VERDICT_COUNT];
};

/* An app as it is before the change. */
struct diff_old_app {
    const struct plan *plan;
    unsigned app;
    unsigned n_instances; /* that run, or rest; 0: not known */
    bool is_held;
};

/* The plans of two sides; NULL: nothing there. */
void diff_plans(struct arena *a, const struct plan *old_plan, const struct plan *new_plan,
                struct diff *out);

/* The same with the apps of the older side one by one: what runs may come from several plans. */
void diff_apps(struct arena *a, const struct diff_old_app *olds, size_t n_olds,
               const struct plan *new_plan, struct diff *out);
