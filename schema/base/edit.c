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

/* As quotes_round, of a key with a colon behind it: `{ key }` names a variable too. */
static int quotes_of_key(struct span span, struct str key) {
    int quotes = is_valid(span) ? quotes_round(span, key) : -1;
    size_t after = span.end;
    while (quotes >= 0 && after < span.src->text.n && is_blank(span.src->text.p[after]))
        after++;
    return quotes >= 0 && after < span.src->text.n && span.src->text.p[after] == ':' ? quotes : -1;
}

bool edit_key(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct span span,
              struct str key, struct str name) {
    int quotes = quotes_of_key(span, key);
    if (quotes < 0)
        return false;
    diag_fix(sink, d, fix,
             span_of(span.src, span.begin + (size_t)quotes, span.end - (size_t)quotes), name);
    return true;
}

/* What a line begins with, up to `at`: blanks, and YAML's dashes as blanks; empty text where anything
 * else stands there. */
static struct str indent_of(struct arena *a, const struct source *src, size_t at, bool is_yaml) {
    size_t begin = at;
    while (begin > 0 && src->text.p[begin - 1] != '\n')
        begin--;
    char *indent = arena_cstr(a, (struct str){src->text.p + begin, at - begin});
    for (size_t i = 0; i < at - begin; i++) {
        if (is_yaml && indent[i] == '-')
            indent[i] = ' ';
        if (!is_blank(indent[i]))
            return STR("");
    }
    return (struct str){indent, at - begin};
}

bool edit_add_before(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct span span,
                     struct str key, const char *name, const char *word) {
    int quotes = quotes_of_key(span, key);
    if (quotes < 0)
        return false;
    bool is_yaml = str_ends(span.src->name, STR(".yaml")) || str_ends(span.src->name, STR(".yml"));
    struct str indent = indent_of(sink->arena, span.src, span.begin, is_yaml);
    const char *quote = !quotes ? "" : span.src->text.p[span.begin] == '"' ? "\"" : "'";
    struct str value = edit_quoted(sink->arena, span.src, str_of(word));
    struct str member =
        is_yaml ? arena_fmt(sink->arena, "%s%s%s: %s", quote, name, quote, word)
                : arena_fmt(sink->arena, "%s%s%s: %.*s", quote, name, quote, STR_ARG(value));
    struct str text = !indent.n ? arena_fmt(sink->arena, "%.*s, ", STR_ARG(member))
                                : arena_fmt(sink->arena, "%.*s%s\n%.*s", STR_ARG(member),
                                            is_yaml ? "" : ",", STR_ARG(indent));
    diag_fix(sink, d, fix, span_of(span.src, span.begin, span.begin), text);
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

/* The end of the line behind `key: value`, or 0 where more than a comma stands there. In JSON the comma
 * must be there: without one the line before would keep its own. */
static size_t line_end(const struct source *src, size_t at) {
    struct str text = src->text;
    bool has_comma = at < text.n && text.p[at] == ',';
    at += has_comma;
    while (at < text.n && is_blank(text.p[at]) && text.p[at] != '\n')
        at++;
    bool ends = at < text.n && text.p[at] == '\n';
    return ends && (has_comma || !str_ends(src->name, STR(".json"))) ? at + 1 : 0;
}

bool edit_remove_line(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct span span,
                      struct str key, struct span value) {
    bool is_pair = quotes_of_key(span, key) >= 0 && is_valid(value) && value.src == span.src &&
                   value.begin > span.end && is_value_of(value, key);
    if (!is_pair)
        return false;
    struct str text = span.src->text;
    size_t begin = span.begin, end = line_end(span.src, value.end);
    while (begin > 0 && is_blank(text.p[begin - 1]) && text.p[begin - 1] != '\n')
        begin--;
    bool is_one_line = !memchr(text.p + span.begin, '\n', value.end - span.begin);
    if (!end || !is_one_line || (begin > 0 && text.p[begin - 1] != '\n'))
        return false;
    diag_fix(sink, d, fix, span_of(span.src, begin, end), STR(""));
    return true;
}

struct str edit_quoted(struct arena *a, const struct source *src, struct str text) {
    char quote = str_ends(src->name, STR(".json")) ? '"' : '\'';
    return arena_fmt(a, "%c%.*s%c", quote, STR_ARG(text), quote);
}
