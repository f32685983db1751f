/* One file's text to facts: parse, declare, resolve, walk, and drop what says nothing. */
#include "lint/scan/extract_in.h"

/* ---- guards that nothing stands under ------------------------------------------------------ */

static void keep_chain(const struct facts *f, uint32_t *keep, uint32_t guard) {
    for (; guard != FACT_NONE && !keep[guard]; guard = f->guards.at[guard].outer) {
        keep[guard] = 1;
        if (f->guards.at[guard].first != FACT_NONE)
            keep_chain(f, keep, f->guards.at[guard].first);
    }
}

static void keep_used(const struct facts *f, uint32_t *keep) {
    for (uint32_t i = 0; i < f->functions.n; i++) {
        keep_chain(f, keep, f->functions.at[i].guard);
        keep_chain(f, keep, f->functions.at[i].body_guard);
    }
    for (uint32_t i = 0; i < f->imports.n; i++)
        keep_chain(f, keep, f->imports.at[i].guard);
    for (uint32_t i = 0; i < f->exports.n; i++)
        keep_chain(f, keep, f->exports.at[i].guard);
    for (uint32_t i = 0; i < f->classes.n; i++)
        keep_chain(f, keep, f->classes.at[i].guard);
    for (uint32_t i = 0; i < f->uses.n; i++)
        keep_chain(f, keep, f->uses.at[i].guard);
    for (uint32_t i = 0; i < f->calls.n; i++)
        keep_chain(f, keep, f->calls.at[i].guard);
    for (uint32_t i = 0; i < f->marks.n; i++)
        keep_chain(f, keep, f->marks.at[i].guard);
}

static void move_guard(const uint32_t *map, uint32_t *guard) {
    if (*guard != FACT_NONE)
        *guard = map[*guard];
}

static void move_guards(struct facts *f, const uint32_t *map) {
    for (uint32_t i = 0; i < f->functions.n; i++) {
        move_guard(map, &f->functions.at[i].guard);
        move_guard(map, &f->functions.at[i].body_guard);
    }
    for (uint32_t i = 0; i < f->imports.n; i++)
        move_guard(map, &f->imports.at[i].guard);
    for (uint32_t i = 0; i < f->exports.n; i++)
        move_guard(map, &f->exports.at[i].guard);
    for (uint32_t i = 0; i < f->classes.n; i++)
        move_guard(map, &f->classes.at[i].guard);
    for (uint32_t i = 0; i < f->uses.n; i++)
        move_guard(map, &f->uses.at[i].guard);
    for (uint32_t i = 0; i < f->calls.n; i++)
        move_guard(map, &f->calls.at[i].guard);
    for (uint32_t i = 0; i < f->marks.n; i++)
        move_guard(map, &f->marks.at[i].guard);
}

static void guard_settle(struct extract *x) {
    struct facts *f = x->facts;
    uint32_t *map = arena_array(x->arena, uint32_t, f->guards.n + 1), n = 0;
    keep_used(f, map);
    for (uint32_t i = 0; i < f->guards.n; i++) {
        bool kept = map[i];
        map[i] = n;
        if (kept)
            f->guards.at[n++] = f->guards.at[i];
    }
    f->guards.n = n;
    for (uint32_t i = 0; i < n; i++) {
        move_guard(map, &f->guards.at[i].outer);
        move_guard(map, &f->guards.at[i].first);
    }
    move_guards(f, map);
}

/* ---- the way through ----------------------------------------------------------------------- */

void extract_facts(struct arena *a, const struct source *src, struct facts *facts) {
    struct js_tree tree;
    struct extract x = {.arena = a,
                        .src = src,
                        .facts = facts,
                        .tree = &tree,
                        .klass = FACT_NONE,
                        .guard = FACT_NONE};
    *facts = (struct facts){0};
    if (!js_tree_scan(a, src, &tree)) {
        facts->is_partial = true;
        return;
    }
    facts->is_partial = tree.is_partial;
    extract_declare(&x, tree.root);
    extract_resolve(&x, tree.root);
    state_make(&x);
    walk_module(&x, tree.root);
    export_settle(&x);
    state_settle(&x);
    guard_settle(&x);
    for (uint32_t i = 0; x.has_wal && i < facts->marks.n; i++)
        if (facts->marks.at[i].kind == MARK_LOCAL_DB)
            facts->marks.at[i].flags |= MARK_WAL;
}
