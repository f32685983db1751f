/* Pairing the apps of two plans by name. */
#include "compiler/diff.h"

/* What causes the verdict comes first; otherwise the order stays. */
static void causes_first(struct arena *a, struct plan_change *changes, size_t n,
                         enum plan_verdict verdict) {
    struct plan_change *sorted = arena_array(a, struct plan_change, n + 1);
    size_t at = 0;
    for (unsigned pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++)
            if ((changes[i].verdict == verdict) == (pass == 0))
                sorted[at++] = changes[i];
    if (n)
        memcpy(changes, sorted, n * sizeof *changes);
}

static struct diff_app compare(struct arena *a, const struct plan *old_plan, unsigned old_app,
                               const struct plan *new_plan, unsigned new_app) {
    struct plan_change few[32];
    size_t n;
    enum plan_verdict verdict =
        plan_diff_app(old_plan, old_app, new_plan, new_app, few, ARRAY_LEN(few), &n);
    struct plan_change *changes = arena_array(a, struct plan_change, n);
    if (n <= ARRAY_LEN(few))
        memcpy(changes, few, n * sizeof *changes);
    else
        (void)plan_diff_app(old_plan, old_app, new_plan, new_app, changes, n, &n);
    causes_first(a, changes, n, verdict);
    return (struct diff_app){
        plan_str(new_plan, new_app, OPT_NAME), verdict, old_app, new_app, changes, n};
}

/* Most files keep the order of their apps: look beside the last hit first. */
static unsigned find_near(const struct plan *plan, const char *name, unsigned guess) {
    if (guess < plan->n_apps && strcmp(plan_str(plan, guess, OPT_NAME), name) == 0)
        return guess;
    return plan_find(plan, name);
}

void diff_plans(struct arena *a, const struct plan *old_plan, const struct plan *new_plan,
                struct diff *out) {
    unsigned n_old = old_plan ? old_plan->n_apps : 0, n_new = new_plan ? new_plan->n_apps : 0,
             guess = 0;
    struct diff_app *apps = arena_array(a, struct diff_app, (size_t)n_old + n_new + 1);
    bool *kept = arena_array(a, bool, (size_t)n_old + 1);
    size_t n = 0;
    *out = (struct diff){.old_plan = old_plan, .new_plan = new_plan};
    for (unsigned i = 0; i < n_new; i++) {
        const char *name = plan_str(new_plan, i, OPT_NAME);
        unsigned old_app = old_plan ? find_near(old_plan, name, guess) : 0;
        if (old_app < n_old) {
            kept[old_app] = true;
            guess = old_app + 1;
            apps[n] = compare(a, old_plan, old_app, new_plan, i);
        } else {
            apps[n] = (struct diff_app){name, VERDICT_START, n_old, i, NULL, 0};
        }
        /* An app whose only changes mean nothing at run time still is worth a line. */
        bool unchanged = apps[n].verdict == VERDICT_NOTHING && apps[n].n_changes == 0;
        out->count[apps[n].verdict]++;
        out->n_unchanged += unchanged;
        n += !unchanged;
    }
    for (unsigned i = 0; i < n_old; i++)
        if (!kept[i]) {
            apps[n++] =
                (struct diff_app){plan_str(old_plan, i, OPT_NAME), VERDICT_STOP, i, n_new, NULL, 0};
            out->count[VERDICT_STOP]++;
        }
    out->apps = apps;
    out->n_apps = n;
}
