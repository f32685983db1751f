/* Edits per file, in the order of the text, first come first served. */
#include "compiler/fix.h"

#include <stdlib.h>

#include "schema/base/buf.h"
#include "schema/unit/path.h"

struct planned {
    VEC(struct diag_edit) edits; /* of the fixes taken */
};

static bool same_edit(const struct diag_edit *a, const struct diag_edit *b) {
    return str_eq(a->span.src->path, b->span.src->path) && a->span.begin == b->span.begin &&
           a->span.end == b->span.end && str_eq(a->text, b->text);
}

/* Two edits of one place, and one of nothing inside the other, cannot both be made. */
static bool overlap(const struct diag_edit *a, const struct diag_edit *b) {
    if (!str_eq(a->span.src->path, b->span.src->path))
        return false;
    if (a->span.begin == b->span.begin)
        return true;
    return a->span.begin < b->span.end && b->span.begin < a->span.end;
}

/* A value that several apps share has its findings, and the same edit, once per app. */
static bool is_planned(const struct planned *plan, const struct diag *d) {
    for (size_t i = 0; i < d->edits.n; i++) {
        bool found = false;
        for (size_t k = 0; k < plan->edits.n && !found; k++)
            found = same_edit(&plan->edits.at[k], &d->edits.at[i]);
        if (!found)
            return false;
    }
    return true;
}

static bool fits(const struct planned *plan, const struct diag *d, struct str root) {
    for (size_t i = 0; i < d->edits.n; i++) {
        const struct diag_edit *edit = &d->edits.at[i];
        if (!path_is_below(edit->span.src->path, root))
            return false;
        for (size_t k = 0; k < plan->edits.n; k++)
            if (overlap(&plan->edits.at[k], edit))
                return false;
    }
    return true;
}

static int compare(const void *pa, const void *pb) {
    const struct diag_edit *a = pa, *b = pb;
    int c = str_cmp(a->span.src->path, b->span.src->path);
    return c ? c : (a->span.begin > b->span.begin) - (a->span.begin < b->span.begin);
}

/* The text of the file that edits [from, to) are of, with them made. */
static struct str edited(struct arena *a, const struct diag_edit *at, size_t from, size_t to) {
    struct str text = at[from].span.src->text;
    struct buf out = {0};
    size_t done = 0;
    for (size_t i = from; i < to; i++) {
        buf_add(&out, text.p + done, at[i].span.begin - done);
        buf_str(&out, at[i].text);
        done = at[i].span.end;
    }
    buf_str(&out, str_skip(text, done));
    struct str result = arena_str(a, (struct str){out.p, out.n});
    buf_done(&out);
    return result;
}

static void make(struct planned *plan, struct overlay *overlay) {
    if (plan->edits.n)
        qsort(plan->edits.at, plan->edits.n, sizeof *plan->edits.at, compare);
    for (size_t from = 0, to; from < plan->edits.n; from = to) {
        struct str path = plan->edits.at[from].span.src->path;
        for (to = from; to < plan->edits.n && str_eq(plan->edits.at[to].span.src->path, path);)
            to++;
        overlay_put(overlay, path, edited(overlay->arena, plan->edits.at, from, to));
    }
}

struct fix_counts fix_apply(const struct findings *found, const struct fix_wish *wish,
                            struct overlay *overlay) {
    struct fix_counts counts = {0};
    struct planned plan = {0};
    for (size_t i = 0; i < found->sink.list.n; i++) {
        const struct diag *d = found->sink.list.at[i];
        bool is_wanted = d->fix == DIAG_FIX_SAFE || (d->fix == DIAG_FIX_UNSAFE && wish->unsafe);
        if (d->severity < wish->least)
            continue;
        counts.unsafe_left += d->fix == DIAG_FIX_UNSAFE && !wish->unsafe;
        if (!is_wanted)
            continue;
        if (is_planned(&plan, d)) {
            counts.made++;
        } else if (fits(&plan, d, wish->root)) {
            for (size_t k = 0; k < d->edits.n; k++)
                VEC_PUSH(overlay->arena, &plan.edits, d->edits.at[k]);
            counts.made++;
        }
    }
    make(&plan, overlay);
    return counts;
}
