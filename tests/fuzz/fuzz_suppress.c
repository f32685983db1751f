/* Any bytes as YAML and as JavaScript: comments lie inside the text, in order, and their fixes
 * too. */
#include <stdint.h>
#include <stdlib.h>

#include "compiler/comments.h"
#include "compiler/suppress.h"
#include "lint/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds)
        abort();
}

static void check_span(const struct source *src, struct span span) {
    require(span.src == src && span.begin <= span.end && span.end <= src->text.n);
}

static void check(struct arena *a, const char *name, struct str text) {
    const struct source *src = source_new(a, str_of(name), str_of(name), text);
    struct comments comments;
    struct diag_sink sink;
    struct suppress suppress;
    struct findings found = {0};
    diag_sink_init(&sink, a, lint_rules, RULE_COUNT);
    suppress_init(&suppress, a);
    comments_find(a, src, comments_language(src->name), STR("ecoc-ignore"), &comments);
    for (size_t i = 0; i < comments.list.n; i++) {
        const struct comment *c = &comments.list.at[i];
        check_span(src, c->span);
        check_span(src, c->text);
        require(c->next_code <= text.n && c->scope_begin <= c->scope_end && c->scope_end <= text.n);
        require(i == 0 || comments.list.at[i - 1].span.begin <= c->span.begin);
    }
    for (uint32_t at = 0; at < text.n; at += 7)
        (void)diag_add(&sink, RULE_MS_AS_SECONDS, span_of(src, at, at + 1), "x");
    size_t n = sink.list.n;
    suppress_apply(&suppress, &sink, &found);
    require(sink.list.n + found.hidden.n == n);
    sink.list.n = 0;
    suppress_report(suppress_read(&suppress, src), &sink, NULL, NULL);
    for (size_t i = 0; i < sink.list.n; i++) {
        check_span(src, sink.list.at[i]->span);
        for (size_t k = 0; k < sink.list.at[i]->edits.n; k++)
            check_span(src, sink.list.at[i]->edits.at[k].span);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    arena_init(&arena, 0);
    struct str text = arena_str(&arena, (struct str){(const char *)data, size});
    check(&arena, "fuzz.yaml", text);
    check(&arena, "fuzz.js", text);
    arena_done(&arena);
    return 0;
}
