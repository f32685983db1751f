/* The writer keeps one flag and a depth; no stack is needed to place commas. */
#include "schema/base/json_out.h"

#include "schema/base/utf8.h"

void json_out_init(struct json_out *j, struct buf *out, unsigned indent) {
    *j = (struct json_out){.out = out, .indent = indent};
}

static void new_line(struct json_out *j) {
    if (j->indent && j->depth) {
        buf_char(j->out, '\n');
        buf_repeat(j->out, ' ', (size_t)j->indent * j->depth);
    }
}

static void before_value(struct json_out *j) {
    if (!j->after_key) {
        if (j->need_comma)
            buf_char(j->out, ',');
        new_line(j);
    }
    j->after_key = false;
    j->need_comma = true;
}

static void open_level(struct json_out *j, char c) {
    before_value(j);
    buf_char(j->out, c);
    j->depth++;
    j->need_comma = false;
}

static void close_level(struct json_out *j, char c) {
    j->depth--;
    if (j->need_comma) {
        if (j->depth)
            new_line(j);
        else if (j->indent)
            buf_char(j->out, '\n');
    }
    buf_char(j->out, c);
    j->need_comma = true;
}

void json_begin_object(struct json_out *j) {
    open_level(j, '{');
}

void json_end_object(struct json_out *j) {
    close_level(j, '}');
}

void json_begin_array(struct json_out *j) {
    open_level(j, '[');
}

void json_end_array(struct json_out *j) {
    close_level(j, ']');
}

void json_key(struct json_out *j, struct str key) {
    before_value(j);
    json_quote(j->out, key);
    buf_z(j->out, j->indent ? ": " : ":");
    j->after_key = true;
}

void json_string(struct json_out *j, struct str s) {
    before_value(j);
    json_quote(j->out, s);
}

void json_int(struct json_out *j, int64_t n) {
    before_value(j);
    buf_int(j->out, n);
}

void json_bool(struct json_out *j, bool b) {
    before_value(j);
    buf_z(j->out, b ? "true" : "false");
}

void json_raw(struct json_out *j, struct str text) {
    before_value(j);
    buf_str(j->out, text);
}

void json_key_string(struct json_out *j, const char *key, struct str s) {
    json_key(j, str_of(key));
    json_string(j, s);
}

void json_key_int(struct json_out *j, const char *key, int64_t n) {
    json_key(j, str_of(key));
    json_int(j, n);
}

void json_key_bool(struct json_out *j, const char *key, bool b) {
    json_key(j, str_of(key));
    json_bool(j, b);
}

static void quote_control(struct buf *b, unsigned char c) {
    static const char short_form[] = "btn?fr"; /* from 0x08 */
    if (c >= 8 && c <= 13 && c != 11)
        buf_add(b, (char[]){'\\', short_form[c - 8]}, 2);
    else
        buf_add(b,
                (char[]){'\\', 'u', '0', '0', (char)('0' + (c >> 4)), "0123456789abcdef"[c & 15]},
                6);
}

/* 16 bytes at once; the compiler knows what the machine has for it. */
typedef signed char bytes16 __attribute__((vector_size(16)));
typedef uint64_t words2 __attribute__((vector_size(16)));

/* Whether one of the 16 bytes is to be looked at: a control, '"', '\\', or beyond ASCII. */
static bool has_special(const char *p) {
    bytes16 v;
    memcpy(&v, p, sizeof v);
    words2 hits = (words2)((v < 0x20) | (v == '"') | (v == '\\'));
    return (hits[0] | hits[1]) != 0;
}

/* The first byte from `at` on that is to be looked at, or s.n. */
static size_t next_special(struct str s, size_t at) {
    while (s.n - at >= 16 && !has_special(s.p + at))
        at += 16;
    if (s.n >= 16 && s.n - at < 16 && !has_special(s.p + s.n - 16))
        return s.n;
    for (; at < s.n; at++) {
        unsigned char c = (unsigned char)s.p[at];
        if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\')
            break;
    }
    return at;
}

/* The bytes of the character beyond ASCII at the front of s, 0 where it cannot stand as it is. */
static size_t wide_as_is(struct str s) {
    uint32_t cp;
    size_t n = utf8_decode(s, &cp);
    return cp == UTF8_BAD || (cp >= 0xd800 && cp <= 0xdfff) ? 0 : n;
}

static size_t quote_special(struct buf *b, struct str s) {
    unsigned char c = (unsigned char)s.p[0];
    uint32_t cp;
    size_t n = utf8_decode(s, &cp);
    if (c < 0x20)
        quote_control(b, c);
    else if (c < 0x80)
        buf_add(b, (char[]){'\\', (char)c}, 2);
    else if (cp == UTF8_BAD)
        buf_z(b, "\xef\xbf\xbd");
    else
        buf_fmt(b, "\\u%04x", (unsigned)cp);
    return n;
}

/* Nothing in it is special. */
static void quote_plain(struct buf *b, struct str s) {
    if (!buf_reserve(b, s.n + 2))
        return;
    b->p[b->n++] = '"';
    if (s.n)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n++] = '"';
}

void json_quote(struct buf *b, struct str s) {
    size_t plain = 0, i = next_special(s, 0);
    if (i == s.n) {
        quote_plain(b, s);
        return;
    }
    buf_char(b, '"');
    for (; i < s.n; i = next_special(s, i)) {
        size_t n = (unsigned char)s.p[i] >= 0x80 ? wide_as_is(str_skip(s, i)) : 0;
        if (n == 0) {
            buf_add(b, s.p + plain, i - plain);
            n = quote_special(b, str_skip(s, i));
            plain = i + n;
        }
        i += n;
    }
    buf_add(b, s.p + plain, s.n - plain);
    buf_char(b, '"');
}
