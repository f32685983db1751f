/* Walks over the calls of an app: which conditions hold at a place, what a function leads to. */
#include "lint/scan/link.h"

enum { GUARD_DEPTH = 24, CALLERS_MOST = 64 };

struct ask {
    struct link *l;
    link_judge judge;
    void *ctx;
    unsigned depth;
};

static bool place_guarded(struct ask *ask, uint32_t file, uint32_t function, uint32_t guard);

static bool chain_guarded(struct ask *ask, uint32_t file, uint32_t guard) {
    const struct facts *f = ask->l->files[file].facts;
    for (; guard != FACT_NONE; guard = f->guards.at[guard].outer)
        if (ask->judge(ask->ctx, file, &f->guards.at[guard]))
            return true;
    return false;
}

/* Every way that leads to the function comes past an accepted guard. A function without callers, or one
 * that calls itself by a circle only, has no such way. */
static bool callers_guarded(struct ask *ask, uint32_t n) {
    const struct link *l = ask->l;
    uint32_t begin = l->calls_to[n], end = l->calls_to[n + 1], guarded = 0;
    if (begin == end || end - begin > CALLERS_MOST)
        return false;
    for (uint32_t i = begin; i < end; i++) {
        const struct link_call *c = &l->calls.at[l->by_target[i]];
        uint32_t caller = c->from - l->files[c->file].first;
        if (c->from == n || l->stamp[c->from] == l->stamp_now)
            continue;
        if (!place_guarded(ask, c->file, caller, c->guard))
            return false;
        guarded++;
    }
    return guarded > 0;
}

/* Whoever may call it from outside of the program's own code does so unguarded. */
static bool is_open(const struct fact_function *fn) {
    return (fn->flags & (FN_ROUTE | FN_SOCKET | FN_HOOK)) != 0;
}

static bool function_guarded(struct ask *ask, uint32_t file, uint32_t function) {
    const struct link *l = ask->l;
    uint32_t n = link_function(l, file, function);
    const struct fact_function *fn = link_fact(l, n);
    if (chain_guarded(ask, file, fn->guard))
        return true;
    if (fn->kind == FN_CALLBACK || fn->kind == FN_INLINE)
        return fn->outer != FACT_NONE && place_guarded(ask, file, fn->outer, FACT_NONE);
    if (is_open(fn) || l->stamp[n] == l->stamp_now)
        return false;
    l->stamp[n] = l->stamp_now;
    bool guarded = callers_guarded(ask, n);
    l->stamp[n] = 0;
    return guarded;
}

static bool place_guarded(struct ask *ask, uint32_t file, uint32_t function, uint32_t guard) {
    if (chain_guarded(ask, file, guard))
        return true;
    if (ask->depth == GUARD_DEPTH)
        return false;
    ask->depth++;
    bool guarded = function_guarded(ask, file, function);
    ask->depth--;
    return guarded;
}

bool link_guarded(struct link *l, uint32_t file, uint32_t function, uint32_t guard,
                  link_judge judge, void *ctx) {
    struct ask ask = {l, judge, ctx, 0};
    l->stamp_now++;
    return place_guarded(&ask, file, function, guard);
}

/* ---- what a function leads to ---------------------------------------------------------------- */

struct walk {
    struct link *l;
    bool (*visit)(void *ctx, uint32_t file, uint32_t function);
    void *ctx;
};

static bool walk_from(struct walk *w, uint32_t n, unsigned depth) {
    struct link *l = w->l;
    uint32_t file = l->file_of[n], own = n - l->files[file].first;
    const struct facts *f = l->files[file].facts;
    if (l->stamp[n] == l->stamp_now)
        return false;
    l->stamp[n] = l->stamp_now;
    if (w->visit(w->ctx, file, own))
        return true;
    for (uint32_t k = own + 1;
         k < f->functions.n && f->functions.at[k].span.begin < f->functions.at[own].span.end; k++)
        if (f->functions.at[k].outer == own && walk_from(w, l->files[file].first + k, depth))
            return true;
    for (uint32_t i = l->calls_from[n]; depth > 0 && i < l->calls_from[n + 1]; i++) {
        uint32_t to = l->calls.at[l->by_source[i]].to;
        if (link_fact(l, to)->kind != FN_MODULE && walk_from(w, to, depth - 1))
            return true;
    }
    return false;
}

bool link_reaches(struct link *l, uint32_t function, unsigned depth,
                  bool (*visit)(void *ctx, uint32_t file, uint32_t function), void *ctx) {
    struct walk w = {l, visit, ctx};
    l->stamp_now++;
    return walk_from(&w, function, depth);
}
