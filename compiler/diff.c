/* Pairing the apps of two plans by name; what is left over on both sides may have been renamed. */
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

/* `ecort apply` also brings the number of processes to what the plan says, and starts what was
 * stopped. */
static enum plan_verdict verdict_of_running(const struct diff_old_app *old,
                                            const struct plan *new_plan, unsigned new_app,
                                            enum plan_verdict verdict) {
    int64_t wanted = plan_number(new_plan, new_app, OPT_INSTANCES, 1);
    if (old->is_held && verdict < VERDICT_RELOAD)
        return VERDICT_START;
    if (old->n_instances && wanted > 0 && wanted != old->n_instances && verdict < VERDICT_SCALE)
        return VERDICT_SCALE;
    return verdict;
}

static struct diff_app compare(struct arena *a, const struct diff_old_app *old,
                               const struct plan *new_plan, unsigned new_app) {
    struct plan_change few[32];
    size_t n;
    enum plan_verdict verdict =
        plan_diff_app(old->plan, old->app, new_plan, new_app, few, ARRAY_LEN(few), &n);
    struct plan_change *changes = arena_array(a, struct plan_change, n);
    if (n <= ARRAY_LEN(few))
        memcpy(changes, few, n * sizeof *changes);
    else
        (void)plan_diff_app(old->plan, old->app, new_plan, new_app, changes, n, &n);
    causes_first(a, changes, n, verdict);
    return (struct diff_app){.name = plan_str(new_plan, new_app, OPT_NAME),
                             .verdict = verdict_of_running(old, new_plan, new_app, verdict),
                             .old_plan = old->plan,
                             .old_app = old->app,
                             .new_app = new_app,
                             .n_running = old->n_instances,
                             .is_held = old->is_held,
                             .changes = changes,
                             .n_changes = n};
}

static bool is_called(const struct diff_old_app *old, const char *name) {
    return strcmp(plan_str(old->plan, old->app, OPT_NAME), name) == 0;
}

/* Most files keep the order of their apps: look beside the last hit first. */
static size_t find_near(const struct diff_old_app *olds, size_t n, const char *name, size_t guess) {
    if (guess < n && is_called(&olds[guess], name))
        return guess;
    size_t i = 0;
    while (i < n && !is_called(&olds[i], name))
        i++;
    return i;
}

/* ---- renames --------------------------------------------------------------------------------- */

enum {
    RENAME_MOST = 3,
    RENAME_PAIRS_MOST = 1 << 16
}; /* a rename may come with so many other changes */

static bool same_text(const struct plan *x, unsigned i, const struct plan *y, unsigned k,
                      enum opt_id id) {
    return plan_text_same(plan_text(x, i, id), plan_text(y, k, id));
}

/* How much differs besides the name; more than RENAME_MOST where it is another program. */
static size_t distance(const struct diff_app *old, const struct plan *new_plan, unsigned new_app) {
    const struct plan *old_plan = old->old_plan;
    unsigned old_app = old->old_app;
    struct plan_change changes[RENAME_MOST + 2];
    size_t n, others = 0;
    if (!same_text(old_plan, old_app, new_plan, new_app, OPT_SCRIPT) ||
        !same_text(old_plan, old_app, new_plan, new_app, OPT_CWD))
        return RENAME_MOST + 1;
    (void)plan_diff_app(old_plan, old_app, new_plan, new_app, changes, ARRAY_LEN(changes), &n);
    for (size_t i = 0; i < n && i < ARRAY_LEN(changes); i++)
        others += changes[i].id != OPT_NAME;
    return others;
}

/* The nearest app that stops and has no other name yet; NULL where none is near. */
static struct diff_app *nearest(struct diff_app *apps, size_t n, const struct diff_app *started,
                                const struct plan *new_plan) {
    struct diff_app *best = NULL;
    size_t least = RENAME_MOST + 1;
    for (size_t i = 0; i < n; i++) {
        if (apps[i].verdict != VERDICT_STOP || apps[i].other)
            continue;
        size_t d = distance(&apps[i], new_plan, started->new_app);
        if (d < least) {
            least = d;
            best = &apps[i];
        }
    }
    return best;
}

static void find_renamed(struct diff_app *apps, size_t n, const struct plan *new_plan) {
    size_t started = 0, stopped = 0;
    for (size_t i = 0; i < n; i++) {
        started += apps[i].verdict == VERDICT_START;
        stopped += apps[i].verdict == VERDICT_STOP;
    }
    if (started == 0 || stopped == 0 || stopped > RENAME_PAIRS_MOST / started)
        return;
    for (size_t i = 0; i < n; i++) {
        if (apps[i].verdict != VERDICT_START || apps[i].old_plan)
            continue;
        struct diff_app *old = nearest(apps, n, &apps[i], new_plan);
        if (!old)
            continue;
        apps[i].other = old->name;
        old->other = apps[i].name;
    }
}

static bool is_unchanged(const struct diff_app *app) {
    /* an app whose only changes mean nothing at run time still is worth a line */
    return app->verdict == VERDICT_NOTHING && app->n_changes == 0;
}

void diff_apps(struct arena *a, const struct diff_old_app *olds, size_t n_olds,
               const struct plan *new_plan, struct diff *out) {
    unsigned n_new = new_plan ? new_plan->n_apps : 0;
    struct diff_app *apps = arena_array(a, struct diff_app, n_olds + n_new + 1);
    bool *kept = arena_array(a, bool, n_olds + 1);
    size_t n = 0, guess = 0;
    *out = (struct diff){.old_plan = n_olds ? olds[0].plan : NULL, .new_plan = new_plan};
    unsigned none = out->old_plan ? out->old_plan->n_apps : 0;
    for (unsigned i = 0; i < n_new; i++) {
        const char *name = plan_str(new_plan, i, OPT_NAME);
        size_t old = find_near(olds, n_olds, name, guess);
        if (old < n_olds) {
            kept[old] = true;
            guess = old + 1;
            apps[n] = compare(a, &olds[old], new_plan, i);
        } else {
            apps[n] = (struct diff_app){
                .name = name, .verdict = VERDICT_START, .old_app = none, .new_app = i};
        }
        out->count[apps[n].verdict]++;
        out->n_unchanged += is_unchanged(&apps[n]);
        n += !is_unchanged(&apps[n]);
    }
    for (size_t i = 0; i < n_olds; i++)
        if (!kept[i]) {
            apps[n++] = (struct diff_app){.name = plan_str(olds[i].plan, olds[i].app, OPT_NAME),
                                          .verdict = VERDICT_STOP,
                                          .old_plan = olds[i].plan,
                                          .old_app = olds[i].app,
                                          .new_app = n_new};
            out->count[VERDICT_STOP]++;
        }
    find_renamed(apps, n, new_plan);
    out->apps = apps;
    out->n_apps = n;
}

void diff_plans(struct arena *a, const struct plan *old_plan, const struct plan *new_plan,
                struct diff *out) {
    unsigned n = old_plan ? old_plan->n_apps : 0;
    struct diff_old_app *olds = arena_array(a, struct diff_old_app, (size_t)n + 1);
    for (unsigned i = 0; i < n; i++)
        olds[i] = (struct diff_old_app){.plan = old_plan, .app = i};
    diff_apps(a, olds, n, new_plan, out);
    out->old_plan = old_plan;
}
