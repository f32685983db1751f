/* Filling in. */
#include "runtime/text.h"

#include "schema/base/arena.h"

const char *text_getenv(char *const *environ, const char *name) {
    size_t n = strlen(name);
    for (char *const *e = environ; *e; e++)
        if (strncmp(*e, name, n) == 0 && (*e)[n] == '=')
            return *e + n + 1;
    return NULL;
}

static void note_missing(struct text_source *s, const char *variable, struct text_use use) {
    s->n_missing++;
    buf_fmt(s->missing, "%s is not set (app %s, %s%s%s)\n", variable, use.app, use.option,
            use.key ? "." : "", use.key ? use.key : "");
}

static const char *part_value(struct text_source *s, struct plan_part part, struct text_use use) {
    switch (part.kind) {
    case PLAN_PART_TEXT:
        return part.text;
    case PLAN_PART_ROOT:
        return s->root;
    case PLAN_PART_ENV:
        break;
    case PLAN_PART_KIND_MASK:
    case PLAN_PART_EMPTY_IS_MISSING:
        return "";
    }
    const char *value = text_getenv(s->environ, part.text);
    if (value && !(part.empty_is_missing && *value == 0))
        return value;
    if (part.fallback)
        return part.fallback;
    if (!value)
        note_missing(s, part.text, use);
    return value;
}

const char *text_fill(struct text_source *source, struct plan_text text, struct text_use use) {
    const char *literal = plan_text_literal(text);
    unsigned n = plan_text_parts(text);
    if (literal || n == 0)
        return literal;
    struct buf whole = {0};
    bool complete = true;
    for (unsigned i = 0; i < n; i++) {
        const char *value = part_value(source, plan_text_part(text, i), use);
        complete = complete && value;
        buf_z(&whole, value ? value : "");
    }
    const char *filled = NULL;
    if (complete && !whole.failed)
        filled = arena_str(source->arena, (struct str){whole.p ? whole.p : "", whole.n}).p;
    buf_done(&whole);
    return filled;
}
