/* The difference of two plans as a list of verdicts, ready to be printed. */
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

struct diff_labels {
    struct str file, old_name, new_name; /* "HEAD~1 (3f2a91c)", "work tree" */
    struct str profile;
    bool color, show_secrets;
};

void diff_text(struct arena *a, const struct diff *diff, const struct diff_labels *labels,
               struct buf *out);
void diff_json(struct arena *a, const struct diff *diff, const struct diff_labels *labels,
               struct buf *out);
