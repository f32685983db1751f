/* One pass over the bytes; the nesting is a word of bits instead of a stack. */
#include "runtime/cluster/json_scan.h"

#include "schema/base/utf8.h"

static void skip(struct str *s, size_t n) {
    *s = str_skip(*s, n);
}

static void skip_blanks(struct str *s) {
    while (s->n && *s->p <= ' ' && memchr(" \t\r\n", *s->p, 4))
        skip(s, 1);
}

static bool skip_char(struct str *s, char c) {
    if (!s->n || *s->p != c)
        return false;
    skip(s, 1);
    return true;
}

static bool skip_string(struct str *s) {
    if (!skip_char(s, '"'))
        return false;
    while (s->n && *s->p != '"') {
        if ((unsigned char)*s->p < 0x20)
            return false;
        size_t n = *s->p == '\\' ? 2 : 1;
        if (n > s->n)
            return false;
        skip(s, n);
    }
    return skip_char(s, '"');
}

static size_t skip_digits(struct str *s) {
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    skip(s, n);
    return n;
}

static bool skip_number(struct str *s) {
    (void)skip_char(s, '-');
    if (!skip_digits(s) || (skip_char(s, '.') && !skip_digits(s)))
        return false;
    if (!skip_char(s, 'e') && !skip_char(s, 'E'))
        return true;
    if (!skip_char(s, '+'))
        (void)skip_char(s, '-');
    return skip_digits(s) > 0;
}

static bool skip_scalar(struct str *s) {
    static const struct str words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_starts(*s, words[i])) {
            skip(s, words[i].n);
            return true;
        }
    return s->n && *s->p == '"' ? skip_string(s) : skip_number(s);
}

static bool skip_key(struct str *s) {
    skip_blanks(s);
    if (!skip_string(s))
        return false;
    skip_blanks(s);
    return skip_char(s, ':');
}

/* After a value: closes what closes; *is_done where that was the outermost. */
static bool skip_closers(struct str *s, uint64_t *objects, unsigned *depth, bool *is_done) {
    for (; *depth; (*depth)--, *objects >>= 1) {
        bool in_object = *objects & 1;
        skip_blanks(s);
        if (skip_char(s, in_object ? '}' : ']'))
            continue;
        return skip_char(s, ',') && (!in_object || skip_key(s));
    }
    *is_done = true;
    return true;
}

static bool skip_value(struct str *s) {
    uint64_t objects = 0; /* bit 0: whether the innermost container is an object */
    unsigned depth = 0;
    for (bool is_done = false; !is_done;) {
        skip_blanks(s);
        char c = s->n ? *s->p : 0;
        if (c == '{' || c == '[') {
            if (depth++ == JSON_SCAN_DEPTH)
                return false;
            objects = objects << 1 | (c == '{');
            skip(s, 1);
            skip_blanks(s);
            if (!s->n || *s->p != (c == '{' ? '}' : ']')) {
                if (c == '{' && !skip_key(s))
                    return false;
                continue;
            }
        } else if (!skip_scalar(s)) {
            return false;
        }
        if (!skip_closers(s, &objects, &depth, &is_done))
            return false;
    }
    return true;
}

bool json_scan_is_value(struct str text) {
    if (!skip_value(&text))
        return false;
    skip_blanks(&text);
    return text.n == 0;
}

static struct json_scan begin(struct str text, char open) {
    skip_blanks(&text);
    bool is_open = skip_char(&text, open);
    return (struct json_scan){text, is_open, false};
}

/* Past the comma to the next member or item. */
static bool go_on(struct json_scan *scan, char close) {
    skip_blanks(&scan->rest);
    if (!scan->is_open || (scan->rest.n && *scan->rest.p == close) ||
        (scan->is_past_first && !skip_char(&scan->rest, ',')))
        return scan->is_open = false;
    skip_blanks(&scan->rest);
    return scan->is_past_first = true;
}

static bool take_value(struct json_scan *scan, struct str *value) {
    skip_blanks(&scan->rest);
    *value = scan->rest;
    if (!skip_value(&scan->rest))
        return scan->is_open = false;
    value->n -= scan->rest.n;
    return true;
}

struct json_scan json_scan_object(struct str text) {
    return begin(text, '{');
}

bool json_scan_key(struct json_scan *scan, struct str *key) {
    if (!go_on(scan, '}'))
        return false;
    struct str before = scan->rest;
    if (!skip_string(&scan->rest))
        return scan->is_open = false;
    *key = (struct str){before.p + 1, before.n - scan->rest.n - 2};
    skip_blanks(&scan->rest);
    if (!skip_char(&scan->rest, ':'))
        return scan->is_open = false;
    return true;
}

bool json_scan_value(struct json_scan *scan, struct str *value) {
    return take_value(scan, value);
}

bool json_scan_next(struct json_scan *scan, struct str *key, struct str *value) {
    return json_scan_key(scan, key) && take_value(scan, value);
}

struct json_scan json_scan_enter(const struct json_scan *scan, char open) {
    return begin(scan->rest, open);
}

bool json_scan_leave(struct json_scan *scan, const struct json_scan *inner, char close) {
    scan->rest = inner->rest;
    skip_blanks(&scan->rest);
    return scan->is_open = skip_char(&scan->rest, close);
}

struct json_scan json_scan_array(struct str text) {
    return begin(text, '[');
}

bool json_scan_has_item(struct json_scan *scan) {
    return go_on(scan, ']');
}

bool json_scan_item(struct json_scan *scan, struct str *value) {
    return go_on(scan, ']') && take_value(scan, value);
}

struct str json_scan_get(struct str object, const char *key) {
    struct json_scan scan = json_scan_object(object);
    struct str name, value, found = {0};
    while (json_scan_next(&scan, &name, &value))
        if (str_eqz(name, key))
            found = value;
    return found;
}

bool json_scan_int(struct str value, int64_t *n) {
    enum { DIGITS_MOST = 18 };
    if (json_scan_is_string(value))
        value = (struct str){value.p + 1, value.n - 2};
    bool is_negative = skip_char(&value, '-');
    int64_t sum = 0;
    if (value.n == 0 || value.n > DIGITS_MOST)
        return false;
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] < '0' || value.p[i] > '9')
            return false;
        sum = sum * 10 + (value.p[i] - '0');
    }
    *n = is_negative ? -sum : sum;
    return true;
}

bool json_scan_is_string(struct str value) {
    return value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"';
}

/* Four hexadecimal digits. */
static bool take_hex(struct str *s, uint32_t *unit) {
    static const char digits[] = "0123456789abcdef";
    if (s->n < 4)
        return false;
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        const char *hit = s->p[i] ? strchr(digits, s->p[i] | ('a' - 'A')) : NULL;
        if (!hit)
            return false;
        *unit = *unit << 4 | (uint32_t)(hit - digits);
    }
    skip(s, 4);
    return true;
}

/* What follows "\u"; two halves of a pair are one code point. */
static bool take_unicode(struct str *s, struct buf *out) {
    uint32_t cp, low;
    char bytes[4];
    if (!take_hex(s, &cp))
        return false;
    struct str after = str_skip(*s, s->n < 2 ? s->n : 2);
    if (cp >= 0xd800 && cp < 0xdc00 && str_starts(*s, STR("\\u")) && take_hex(&after, &low) &&
        low >= 0xdc00 && low < 0xe000) {
        cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
        *s = after;
    }
    buf_add(out, bytes, utf8_encode(cp, bytes));
    return true;
}

static bool take_escape(struct str *s, struct buf *out) {
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char c = *s->p;
    skip(s, 1);
    if (c == 'u')
        return take_unicode(s, out);
    const char *hit = c ? strchr(names, c) : NULL;
    if (hit)
        buf_char(out, meant[hit - names]);
    return hit != NULL;
}

bool json_scan_text(struct str value, struct buf *out) {
    if (!json_scan_is_string(value))
        return false;
    struct str s = {value.p + 1, value.n - 2};
    while (s.n) {
        size_t plain = str_index(s, '\\');
        buf_add(out, s.p, plain);
        skip(&s, plain);
        if (s.n == 0)
            break;
        skip(&s, 1);
        if (s.n == 0 || !take_escape(&s, out))
            return false;
    }
    return !out->failed;
}
