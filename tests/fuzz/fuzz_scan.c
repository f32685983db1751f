/* The scan of a service's source, of any bytes: no crash, no endless recursion, and every index, place
 * and text of the facts within its bounds. */
#include <stdint.h>
#include <stdlib.h>

#include "lint/scan/extract.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok) {
    if (!ok)
        abort();
}

static void check_text(const struct facts *f, struct fact_text t) {
    must(t.at <= f->pool_n && t.n <= f->pool_n - t.at);
}

static void check_span(struct fact_span s, size_t size) {
    must(s.begin <= s.end && s.end <= size);
}

static void check_index(uint32_t i, uint32_t n) {
    must(i == FACT_NONE || i < n);
}

static void check_declared(const struct facts *f, size_t size) {
    for (uint32_t i = 0; i < f->imports.n; i++) {
        check_text(f, f->imports.at[i].module);
        check_text(f, f->imports.at[i].local);
        check_span(f->imports.at[i].span, size);
        check_index(f->imports.at[i].guard, f->guards.n);
    }
    for (uint32_t i = 0; i < f->exports.n; i++) {
        check_text(f, f->exports.at[i].name);
        check_index(f->exports.at[i].function, f->functions.n);
        check_index(f->exports.at[i].klass, f->classes.n);
        check_index(f->exports.at[i].state, f->states.n);
        check_index(f->exports.at[i].guard, f->guards.n);
    }
    for (uint32_t i = 0; i < f->functions.n; i++) {
        check_text(f, f->functions.at[i].callee);
        check_span(f->functions.at[i].span, size);
        check_span(f->functions.at[i].head, size);
        check_index(f->functions.at[i].outer, i); /* outer ones come first */
        check_index(f->functions.at[i].klass, f->classes.n);
        check_index(f->functions.at[i].guard, f->guards.n);
        check_index(f->functions.at[i].body_guard, f->guards.n);
    }
    for (uint32_t i = 0; i < f->classes.n; i++)
        check_span(f->classes.at[i].span, size);
    for (uint32_t i = 0; i < f->states.n; i++) {
        check_span(f->states.at[i].span, size);
        check_index(f->states.at[i].klass, f->classes.n);
        must(f->states.at[i].function < f->functions.n);
    }
}

static void check_happening(const struct facts *f, size_t size) {
    for (uint32_t i = 0; i < f->uses.n; i++) {
        check_span(f->uses.at[i].span, size);
        check_index(f->uses.at[i].state, f->states.n);
        check_index(f->uses.at[i].import, f->imports.n);
        check_index(f->uses.at[i].guard, f->guards.n);
        must(f->uses.at[i].state != FACT_NONE || f->uses.at[i].import != FACT_NONE);
        must(f->uses.at[i].function < f->functions.n);
    }
    for (uint32_t i = 0; i < f->calls.n; i++) {
        check_span(f->calls.at[i].span, size);
        check_index(f->calls.at[i].target, f->functions.n);
        check_index(f->calls.at[i].import, f->imports.n);
        check_index(f->calls.at[i].guard, f->guards.n);
        must(f->calls.at[i].function < f->functions.n);
    }
    for (uint32_t i = 0; i < f->guards.n; i++) {
        check_index(f->guards.at[i].outer, f->guards.n);
        check_index(f->guards.at[i].first, f->guards.n);
        check_index(f->guards.at[i].import, f->imports.n);
        check_span(f->guards.at[i].span, size);
        uint32_t steps = 0;
        for (uint32_t g = i; g != FACT_NONE; g = f->guards.at[g].outer)
            must(steps++ <= f->guards.n); /* no circle */
    }
    for (uint32_t i = 0; i < f->marks.n; i++) {
        const struct fact_mark *m = &f->marks.at[i];
        check_span(m->span, size);
        check_text(f, m->name);
        check_text(f, m->detail);
        check_index(m->guard, f->guards.n);
        check_index(m->klass, f->classes.n);
        check_index(m->body, f->functions.n);
        must(m->kind < MARK_COUNT && m->function < f->functions.n);
    }
}

static void try_once(struct str text, const char *path) {
    struct arena a;
    struct facts facts;
    arena_init(&a, 0);
    const struct source *src = source_new(&a, str_of(path), str_of(path), text);
    extract_facts(&a, src, &facts);
    check_declared(&facts, text.n);
    check_happening(&facts, text.n);
    (void)extract_wanted(&a, src, &facts);
    check_declared(&facts, text.n);
    arena_done(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = {(const char *)data, size};
    try_once(text, "/srv/app/fuzz.js");
    try_once(text, "/srv/app/fuzz.ts");
    return 0;
}
