/* EC0115: is a .json file JSON? Its text is known to be a JavaScript expression that evaluates, so
 * a walk over the tokens is enough: the first one that JSON does not have is the finding. */
#include "lint/rules.h"

struct scan {
    struct str text;
    size_t at;
};

static bool is_in(char c, const char *set) {
    return c && strchr(set, c);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_hex(char c) {
    return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static char peek(const struct scan *s, size_t ahead) {
    return s->at + ahead < s->text.n ? s->text.p[s->at + ahead] : 0;
}

static void skip_blanks(struct scan *s) {
    while (is_in(peek(s, 0), " \t\r\n"))
        s->at++;
}

/* A string in double quotes with JSON's escapes only. */
static bool take_string(struct scan *s) {
    for (s->at++; s->at < s->text.n; s->at++) {
        char c = peek(s, 0);
        if (c == '"') {
            s->at++;
            return true;
        }
        if ((unsigned char)c < 0x20)
            return false;
        if (c != '\\')
            continue;
        s->at++;
        if (peek(s, 0) == 'u') {
            for (size_t i = 1; i <= 4; i++)
                if (!is_hex(peek(s, i)))
                    return false;
        } else if (!is_in(peek(s, 0), "\"\\/bfnrt")) {
            return false;
        }
    }
    return false;
}

static bool take_digits(struct scan *s) {
    size_t start = s->at;
    while (is_digit(peek(s, 0)))
        s->at++;
    return s->at > start;
}

static bool take_number(struct scan *s) {
    s->at += peek(s, 0) == '-';
    if (peek(s, 0) == '0' && is_digit(peek(s, 1)))
        return false;
    if (!take_digits(s))
        return false;
    if (peek(s, 0) == '.') {
        s->at++;
        if (!take_digits(s))
            return false;
    }
    if ((peek(s, 0) | 32) == 'e') {
        s->at++;
        s->at += is_in(peek(s, 0), "+-");
        if (!take_digits(s))
            return false;
    }
    skip_blanks(s);
    return peek(s, 0) != ':' && !is_in(peek(s, 0) | 32, "xobn");
}

static bool take_word(struct scan *s) {
    static const struct str words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_starts(str_skip(s->text, s->at), words[i])) {
            s->at += words[i].n;
            skip_blanks(s);
            return peek(s, 0) != ':';
        }
    return false;
}

/* A comma is followed by a value; an opening bracket is not followed by a comma. */
static bool take_mark(struct scan *s) {
    char c = peek(s, 0);
    if (!is_in(c, "{}[]:,"))
        return false;
    size_t after = s->at + 1;
    struct scan next = {s->text, after};
    skip_blanks(&next);
    if ((c == ',' && is_in(peek(&next, 0), "]},")) || (c == '[' && peek(&next, 0) == ','))
        return false;
    s->at = after;
    return true;
}

static bool take_token(struct scan *s) {
    char c = peek(s, 0);
    if (c == '"')
        return take_string(s);
    if (c == '-' || is_digit(c))
        return take_number(s);
    if ((c | 32) >= 'a' && (c | 32) <= 'z')
        return take_word(s);
    return take_mark(s);
}

static const char *name_of(struct str text, size_t at) {
    char c = text.p[at], next = at + 1 < text.n ? text.p[at + 1] : 0;
    if (c == '/' && (next == '/' || next == '*'))
        return "a comment";
    if (c == ',')
        return "a trailing comma";
    if (c == '\'' || c == '`')
        return "a string in other quotes";
    if (is_digit(c) || c == '.' || c == '-' || c == '+')
        return "such a number";
    if (c == '"')
        return "such a string";
    return (c | 32) >= 'a' && (c | 32) <= 'z' ? "a name without quotes" : "an expression";
}

static size_t token_end(struct str text, size_t at) {
    size_t end = at + 1;
    if (text.p[at] == '/') {
        bool block = end < text.n && text.p[end] == '*';
        while (end < text.n && text.p[end] != '\n' &&
               !(block && text.p[end] == '/' && end > at + 2 && text.p[end - 1] == '*'))
            end++;
        return end < text.n && text.p[end] == '/' ? end + 1 : end;
    }
    while (end < text.n && ((text.p[end] | 32) >= 'a') && ((text.p[end] | 32) <= 'z'))
        end++;
    return end;
}

void rule_json_is_js(struct lint *l) {
    const struct source *src = l->model->source;
    static const char mark[] = ".json";
    bool is_json = false;
    for (size_t i = 0; i + sizeof mark - 1 <= src->name.n; i++)
        is_json = is_json || memcmp(src->name.p + i, mark, sizeof mark - 1) == 0;
    if (!is_json)
        return;
    struct scan s = {src->text, str_starts(src->text, STR("\xef\xbb\xbf")) ? 3 : 0};
    size_t begin = s.at;
    for (skip_blanks(&s); s.at < s.text.n; skip_blanks(&s)) {
        begin = s.at;
        if (take_token(&s))
            continue;
        struct span span = lint_first_line(span_of(src, begin, token_end(src->text, begin)));
        struct diag *d = diag_add(
            l->sink, RULE_JSON_IS_JS, span,
            "%s is not JSON: PM2 and ecoc read the file as JavaScript, other tools refuse it",
            name_of(src->text, begin));
        diag_help(l->sink, d, "keep the file to strict JSON, or rename it to ecosystem.config.js");
        return;
    }
}
