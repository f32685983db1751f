/* Any bytes as YAML: no crash, a value or a finding, spans inside the text, a walk that ends. */
#include <stdint.h>
#include <stdlib.h>

#include "compiler/front/front.h"
#include "lint/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds)
        abort();
}

static void check_span(const struct source *src, struct span span) {
    require(span.src == src && span.begin <= span.end && span.end <= src->text.n);
}

static size_t walk(const struct source *src, const struct value *v) {
    size_t n = 1;
    check_span(src, v->span);
    for (size_t i = 0; v->kind == VALUE_ARRAY && i < v->array.n; i++)
        n += walk(src, v->array.at[i]);
    for (size_t i = 0; v->kind == VALUE_OBJECT && i < v->object.n; i++) {
        check_span(src, v->object.at[i].key_span);
        n += walk(src, v->object.at[i].value);
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct diag_sink sink;
    arena_init(&arena, 0);
    diag_sink_init(&sink, &arena, lint_rules, RULE_COUNT);
    struct front front = {.arena = &arena, .sink = &sink};
    struct str text = {(const char *)data, size};
    const struct source *src = source_new(&arena, STR("fuzz.yaml"), STR("/fuzz.yaml"), text);
    const struct value *value = front_yaml(&front, src);
    require((value != NULL) == (sink.list.n == 0));
    for (size_t i = 0; i < sink.list.n; i++)
        check_span(src, sink.list.at[i]->span);
    if (value)
        require(walk(src, value) <= 1000000);
    arena_done(&arena);
    return 0;
}
