/* The writer keeps one flag and a depth; no stack is needed to place commas. */
#include "schema/base/json_out.h"

#include <inttypes.h>

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
    buf_fmt(j->out, "%" PRId64, n);
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
        buf_fmt(b, "\\%c", short_form[c - 8]);
    else
        buf_fmt(b, "\\u%04x", c);
}

static size_t quote_wide(struct buf *b, struct str s) {
    uint32_t cp;
    size_t n = utf8_decode(s, &cp);
    if (cp == UTF8_BAD)
        buf_z(b, "\xef\xbf\xbd");
    else if (cp >= 0xd800 && cp <= 0xdfff)
        buf_fmt(b, "\\u%04x", (unsigned)cp);
    else
        buf_add(b, s.p, n);
    return n;
}

void json_quote(struct buf *b, struct str s) {
    buf_char(b, '"');
    size_t i = 0, plain = 0;
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            i++;
            continue;
        }
        buf_add(b, s.p + plain, i - plain);
        if (c >= 0x80) {
            i += quote_wide(b, str_skip(s, i));
        } else {
            if (c < 0x20)
                quote_control(b, c);
            else
                buf_fmt(b, "\\%c", c);
            i++;
        }
        plain = i;
    }
    if (plain < s.n)
        buf_add(b, s.p + plain, s.n - plain);
    buf_char(b, '"');
}
