/* What must stand round a place before it is changed. */
#include "schema/base/edit.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_quote(char c) {
    return c == '\'' || c == '"' || c == '`';
}

static struct str text_of(struct span span) {
    return (struct str){span.src->text.p + span.begin, span.end - span.begin};
}

/* 0 where the span holds `text` as it is, 1 where it does in quotes, -1 for anything else. */
static int quotes_round(struct span span, struct str text) {
    struct str there = text_of(span);
    if (str_eq(there, text))
        return 0;
    bool quoted =
        there.n == text.n + 2 && is_quote(there.p[0]) && there.p[there.n - 1] == there.p[0];
    return quoted && str_eq((struct str){there.p + 1, text.n}, text) ? 1 : -1;
}

static bool is_valid(struct span span) {
    return span.src && span.begin < span.end && span.end <= span.src->text.n;
}

bool edit_key(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct span span,
              struct str key, struct str name) {
    int quotes = is_valid(span) ? quotes_round(span, key) : -1;
    if (quotes < 0)
        return false;
    struct str text = span.src->text;
    size_t after = span.end;
    while (after < text.n && is_blank(text.p[after]))
        after++;
    if (after == text.n || text.p[after] != ':')
        return false; /* `{ key }` names a variable too */
    diag_fix(sink, d, fix,
             span_of(span.src, span.begin + (size_t)quotes, span.end - (size_t)quotes), name);
    return true;
}

/* Is the span all of what stands behind `key:`? */
static bool is_value_of(struct span span, struct str key) {
    struct str text = span.src->text;
    size_t at = span.begin, after = span.end;
    while (at > 0 && is_blank(text.p[at - 1]))
        at--;
    if (at == 0 || text.p[--at] != ':')
        return false;
    while (at > 0 && is_blank(text.p[at - 1]))
        at--;
    if (at > 0 && is_quote(text.p[at - 1]))
        at--;
    if (at < key.n || !str_eq((struct str){text.p + at - key.n, key.n}, key))
        return false;
    while (after < text.n && (text.p[after] == ' ' || text.p[after] == '\t'))
        after++;
    return after == text.n || strchr(",}]\r\n#/", text.p[after]);
}

bool edit_text(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct str key,
               struct span span, struct str old, struct str text) {
    int quotes = is_valid(span) && is_value_of(span, key) ? quotes_round(span, old) : -1;
    if (quotes < 0)
        return false;
    diag_fix(sink, d, fix,
             span_of(span.src, span.begin + (size_t)quotes, span.end - (size_t)quotes), text);
    return true;
}

bool edit_literal(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct str key,
                  struct span span, struct str old, struct str text) {
    if (!is_valid(span) || !is_value_of(span, key) || quotes_round(span, old) < 0)
        return false;
    diag_fix(sink, d, fix, span, text);
    return true;
}

struct str edit_quoted(struct arena *a, const struct source *src, struct str text) {
    char quote = str_ends(src->name, STR(".json")) ? '"' : '\'';
    return arena_fmt(a, "%c%.*s%c", quote, STR_ARG(text), quote);
}
