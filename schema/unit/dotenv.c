/* A backtracking match of one fixed expression: each function is a part of it and says whether all
 * that follows fits too. */
#include "schema/unit/dotenv.h"

#include "schema/base/base.h"

struct match {
    struct str s;
    struct str key, value;
    size_t end;
};

static bool is_line_end(struct str s, size_t i) {
    return i == s.n || s.p[i] == '\n';
}

/* Bytes of the white space of JavaScript's \s at i; 0 where there is none. */
static size_t space_at(struct str s, size_t i) {
    static const struct str wide[] = {{"\xc2\xa0", 2},     {"\xef\xbb\xbf", 3}, {"\xe1\x9a\x80", 3},
                                      {"\xe2\x80\xa8", 3}, {"\xe2\x80\xa9", 3}, {"\xe2\x80\xaf", 3},
                                      {"\xe2\x81\x9f", 3}, {"\xe3\x80\x80", 3}};
    if (i < s.n && strchr(" \t\n\v\f\r", s.p[i]) && s.p[i])
        return 1;
    for (size_t k = 0; k < ARRAY_LEN(wide); k++)
        if (i < s.n && str_starts(str_skip(s, i), wide[k]))
            return wide[k].n;
    bool is_quad = s.n > i + 2 && memcmp(s.p + i, "\xe2\x80", 2) == 0 &&
                   (unsigned char)s.p[i + 2] <= 0x8a; /* U+2000 to U+200A */
    return is_quad ? 3 : 0;
}

static size_t skip_space(struct str s, size_t i) {
    for (size_t n; (n = space_at(s, i));)
        i += n;
    return i;
}

static bool is_key(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

/* \s*(?:#.*)?$ from i: as much white space as fits. */
static bool match_rest(struct match *m, size_t i) {
    size_t most = skip_space(m->s, i);
    for (size_t at = most;; at--) {
        if (at < m->s.n && m->s.p[at] == '#') {
            m->end = at + str_index(str_skip(m->s, at), '\n');
            return true;
        }
        if (is_line_end(m->s, at)) {
            m->end = at;
            return true;
        }
        if (at == i)
            return false;
    }
}

static bool take_value(struct match *m, size_t from, size_t to) {
    m->value = (struct str){m->s.p + from, to - from};
    return match_rest(m, to);
}

/* A quoted value: it ends at the first quote that is not escaped, or, where nothing fits behind that
 * one, at an escaped quote before it, the last first. */
static bool match_quoted(struct match *m, size_t i, char quote) {
    size_t open = skip_space(m->s, i), close;
    if (open == m->s.n || m->s.p[open] != quote)
        return false;
    for (close = open + 1; close < m->s.n && m->s.p[close] != quote; close++)
        if (m->s.p[close] == '\\' && close + 1 < m->s.n && m->s.p[close + 1] == quote)
            close++;
    if (close < m->s.n && take_value(m, i, close + 1))
        return true;
    if (close > m->s.n)
        close = m->s.n;
    while (--close > open)
        if (m->s.p[close] == quote && m->s.p[close - 1] == '\\' && close - 1 > open &&
            take_value(m, i, close + 1))
            return true;
    return false;
}

static bool match_value(struct match *m, size_t i) {
    static const char quotes[] = {'\'', '"', '`'};
    for (size_t k = 0; k < ARRAY_LEN(quotes); k++)
        if (match_quoted(m, i, quotes[k]))
            return true;
    size_t end = i;
    while (end < m->s.n && m->s.p[end] != '#' && m->s.p[end] != '\n')
        end++;
    return take_value(m, i, end); /* also where there is none */
}

/* (?:\s*=\s*?|:\s+?) and the value, with as little white space as fits. */
static bool match_assignment(struct match *m, size_t i) {
    size_t sign = skip_space(m->s, i), least = 0;
    if (sign == m->s.n || m->s.p[sign] != '=') {
        if (i == m->s.n || m->s.p[i] != ':')
            return false;
        sign = i;
        least = space_at(m->s, i + 1);
        if (!least)
            return false;
    }
    for (size_t at = sign + 1 + least;; at += space_at(m->s, at)) {
        if (match_value(m, at))
            return true;
        if (!space_at(m->s, at))
            return false;
    }
}

static bool match_key(struct match *m, size_t i) {
    size_t end = i;
    while (end < m->s.n && is_key(m->s.p[end]))
        end++;
    m->key = (struct str){m->s.p + i, end - i};
    return end > i && match_assignment(m, end);
}

static bool match_line(struct match *m, size_t i) {
    struct str word = STR("export");
    i = skip_space(m->s, i);
    if (str_starts(str_skip(m->s, i), word) && space_at(m->s, i + word.n) &&
        match_key(m, skip_space(m->s, i + word.n)))
        return true;
    return match_key(m, i);
}

static struct str trim(struct str s) {
    size_t begin = skip_space(s, 0), end = begin;
    for (size_t i = begin; i < s.n;) {
        size_t n = space_at(s, i);
        i += n ? n : 1;
        if (!n)
            end = i;
    }
    return (struct str){s.p + begin, end - begin};
}

/* The last place where the quote that stands at `open` is closed before a line's end; 0: nowhere. */
static size_t closing(struct str s, size_t open) {
    for (size_t i = s.n; i-- > open + 1;)
        if (s.p[i] == s.p[open] && is_line_end(s, i + 1))
            return i;
    return 0;
}

/* .replace(/^(['"`])([\s\S]*)\1$/mg, '$2'), then \n and \r where the value began with a double quote. */
static struct str unquote(struct arena *a, struct str s) {
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0, close;
    bool expand = s.n && s.p[0] == '"';
    for (size_t i = 0; i < s.n;) {
        bool starts = i == 0 || s.p[i - 1] == '\n';
        if (starts && strchr("'\"`", s.p[i]) && s.p[i] && (close = closing(s, i))) {
            memcpy(out + n, s.p + i + 1, close - i - 1);
            n += close - i - 1;
            i = close + 1;
        } else {
            out[n++] = s.p[i++];
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool escape =
            expand && out[i] == '\\' && i + 1 < n && (out[i + 1] == 'n' || out[i + 1] == 'r');
        out[kept++] = escape ? (out[i + 1] == 'n' ? '\n' : '\r') : out[i];
        i += escape;
    }
    return (struct str){out, kept};
}

/* \r\n and \r are \n. */
static struct str one_line_end(struct arena *a, struct str text) {
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool pair = text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n';
        if (!pair)
            out[n++] = text.p[i] == '\r' ? '\n' : text.p[i];
    }
    return (struct str){out, n};
}

/* How far the offset `at` of the text with one line end is into the text as given. */
struct place_in_file {
    size_t given, kept;
};

static size_t offset_in(struct str text, struct place_in_file *place, size_t at) {
    for (; place->kept < at; place->given++)
        place->kept += text.p[place->given] != '\r' || place->given + 1 == text.n ||
                       text.p[place->given + 1] != '\n';
    return place->given;
}

size_t dotenv_parse(struct arena *a, struct str text, const struct dotenv_entry **entries) {
    VEC(struct dotenv_entry) out = {0};
    struct match m = {.s = one_line_end(a, text)};
    struct place_in_file place = {0};
    for (size_t i = 0; i <= m.s.n;) {
        bool starts = i == 0 || m.s.p[i - 1] == '\n';
        if (!starts || !match_line(&m, i)) {
            i++;
            continue;
        }
        size_t at = (size_t)(m.key.p - m.s.p);
        struct dotenv_entry entry = {m.key, unquote(a, trim(m.value)), offset_in(text, &place, at)};
        VEC_PUSH(a, &out, entry);
        i = m.end > i ? m.end : i + 1;
    }
    *entries = out.at;
    return out.n;
}
