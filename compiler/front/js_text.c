/* Plain ASCII takes the short way everywhere; the rest goes through arrays of code units. */
#include "compiler/front/js_text.h"

#include "schema/base/utf8.h"

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

size_t js_text_length(struct str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        n += (c & 0xc0) != 0x80;
        n += c >= 0xf0; /* outside the first plane: two code units */
    }
    return n;
}

struct js_units js_text_units(struct arena *a, struct str s) {
    struct js_units u = {arena_array(a, uint16_t, s.n), 0};
    while (s.n) {
        uint32_t cp;
        s = str_skip(s, utf8_decode(s, &cp));
        if (cp == UTF8_BAD)
            cp = 0xfffd;
        if (cp >= 0x10000) {
            u.at[u.n++] = (uint16_t)(0xd800 + ((cp - 0x10000) >> 10));
            u.at[u.n++] = (uint16_t)(0xdc00 + ((cp - 0x10000) & 0x3ff));
        } else {
            u.at[u.n++] = (uint16_t)cp;
        }
    }
    return u;
}

struct str js_text_from_units(struct arena *a, const uint16_t *units, size_t n) {
    char *out = arena_alloc(a, n * 3 + 1);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t cp = units[i];
        if (cp >= 0xd800 && cp < 0xdc00 && i + 1 < n && units[i + 1] >= 0xdc00 &&
            units[i + 1] < 0xe000)
            cp = 0x10000 + ((cp - 0xd800) << 10) + (uint32_t)(units[++i] - 0xdc00);
        at += utf8_encode(cp, out + at);
    }
    return (struct str){out, at};
}

struct str js_text_slice(struct arena *a, struct str s, size_t begin, size_t end) {
    if (is_ascii(s))
        return (struct str){s.p + begin, end - begin};
    struct js_units u = js_text_units(a, s);
    return js_text_from_units(a, u.at + begin, end - begin);
}

struct str js_text_join(struct arena *a, struct str x, struct str y) {
    if (x.n == 0 || y.n == 0)
        return x.n ? x : y;
    char *out = arena_alloc(a, x.n + y.n + 1);
    memcpy(out, x.p, x.n);
    memcpy(out + x.n, y.p, y.n);
    uint32_t high, low;
    if (x.n >= 3 && y.n >= 3 && (unsigned char)y.p[0] == 0xed &&
        (unsigned char)x.p[x.n - 3] == 0xed) {
        (void)utf8_decode(str_skip(x, x.n - 3), &high);
        (void)utf8_decode(y, &low);
        if (high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
            uint32_t cp = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            size_t n = x.n - 3;
            n += utf8_encode(cp, out + n);
            memcpy(out + n, y.p + 3, y.n - 3);
            return (struct str){out, n + y.n - 3};
        }
    }
    return (struct str){out, x.n + y.n};
}

static bool units_match(struct js_units s, size_t at, struct js_units part) {
    return part.n == 0 || memcmp(s.at + at, part.at, part.n * sizeof *part.at) == 0;
}

size_t js_text_find(struct arena *a, struct str s, struct str part, size_t from) {
    if (is_ascii(s) && is_ascii(part)) {
        if (from > s.n || part.n > s.n - from)
            return (size_t)-1;
        if (part.n == 0)
            return from;
        const char *hit = memmem(s.p + from, s.n - from, part.p, part.n);
        return hit ? (size_t)(hit - s.p) : (size_t)-1;
    }
    struct js_units u = js_text_units(a, s), p = js_text_units(a, part);
    for (size_t i = from; p.n <= u.n && i <= u.n - p.n; i++)
        if (units_match(u, i, p))
            return i;
    return (size_t)-1;
}

size_t js_text_find_last(struct arena *a, struct str s, struct str part, size_t from) {
    struct js_units u = js_text_units(a, s), p = js_text_units(a, part);
    if (p.n > u.n)
        return (size_t)-1;
    for (size_t i = (from < u.n - p.n ? from : u.n - p.n) + 1; i-- > 0;)
        if (units_match(u, i, p))
            return i;
    return (size_t)-1;
}

int js_text_compare(struct str x, struct str y) {
    while (x.n && y.n) {
        uint32_t p, q;
        x = str_skip(x, utf8_decode(x, &p));
        y = str_skip(y, utf8_decode(y, &q));
        if (p == q)
            continue;
        /* By code unit: what is outside the first plane begins with a surrogate. */
        uint32_t up = p >= 0x10000 ? 0xd800 + ((p - 0x10000) >> 10) : p;
        uint32_t uq = q >= 0x10000 ? 0xd800 + ((q - 0x10000) >> 10) : q;
        if (up == uq)
            return p < q ? -1 : 1;
        return up < uq ? -1 : 1;
    }
    return (x.n > 0) - (y.n > 0);
}

static bool is_space(uint32_t cp) {
    return (cp >= 9 && cp <= 13) || cp == 32 || cp == 0xa0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 || cp == 0x202f ||
           cp == 0x205f || cp == 0x3000 || cp == 0xfeff;
}

struct str js_text_trim(struct str s, bool at_begin, bool at_end) {
    uint32_t cp;
    while (at_begin && s.n) {
        size_t n = utf8_decode(s, &cp);
        if (!is_space(cp))
            break;
        s = str_skip(s, n);
    }
    while (at_end && s.n) {
        size_t n = 1;
        while (n < s.n && n < 4 && ((unsigned char)s.p[s.n - n] & 0xc0) == 0x80)
            n++;
        (void)utf8_decode((struct str){s.p + s.n - n, n}, &cp);
        if (!is_space(cp))
            break;
        s.n -= n;
    }
    return s;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* n hex digits at *i; -1 where they are not there. */
static long hex_run(struct str raw, size_t *i, size_t n) {
    long v = 0;
    if (raw.n - *i < n)
        return -1;
    for (; n; n--) {
        int d = hex_digit(raw.p[(*i)++]);
        if (d < 0)
            return -1;
        v = v * 16 + d;
    }
    return v;
}

/* After "\u": four digits or braces. */
static long unicode_escape(struct str raw, size_t *i) {
    if (*i >= raw.n || raw.p[*i] != '{')
        return hex_run(raw, i, 4);
    long v = 0;
    size_t digits = 0;
    for (++*i; *i < raw.n && raw.p[*i] != '}'; ++*i, digits++) {
        int d = hex_digit(raw.p[*i]);
        v = v * 16 + d;
        if (d < 0 || v > 0x10ffff)
            return -1;
    }
    if (*i >= raw.n || !digits)
        return -1;
    ++*i;
    return v;
}

static long octal_escape(struct str raw, size_t *i, struct js_escape_rules rules) {
    char c = raw.p[*i];
    bool lone_zero = c == '0' && (*i + 1 >= raw.n || raw.p[*i + 1] < '0' || raw.p[*i + 1] > '9');
    if (!lone_zero && (rules.is_template || rules.is_strict))
        return -1;
    if (c >= '8') {
        ++*i;
        return c;
    }
    long v = 0;
    for (int n = 0; n < (c <= '3' ? 3 : 2) && *i < raw.n && raw.p[*i] >= '0' && raw.p[*i] <= '7';
         n++)
        v = v * 8 + (raw.p[(*i)++] - '0');
    return v;
}

/* The escape whose backslash is before *i; -2 for a line continuation, -1 where it is malformed. */
static long one_escape(struct str raw, size_t *i, struct js_escape_rules rules) {
    static const char from[] = "bfnrtv", to[] = "\b\f\n\r\t\v";
    if (*i >= raw.n)
        return -1;
    char c = raw.p[*i];
    const char *known = c ? strchr(from, c) : NULL;
    if (known) {
        ++*i;
        return to[known - from];
    }
    if (c >= '0' && c <= '9')
        return octal_escape(raw, i, rules);
    if (c == 'x' || c == 'u') {
        ++*i;
        return c == 'x' ? hex_run(raw, i, 2) : unicode_escape(raw, i);
    }
    uint32_t cp;
    *i += utf8_decode(str_skip(raw, *i), &cp);
    if (cp == '\r' && *i < raw.n && raw.p[*i] == '\n')
        ++*i;
    if (cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029)
        return -2;
    return cp == UTF8_BAD ? 0xfffd : (long)cp;
}

bool js_text_unescape(struct arena *a, struct str raw, struct js_escape_rules rules,
                      struct str *out, size_t *at) {
    if (!memchr(raw.p, '\\', raw.n) && !memchr(raw.p, '\r', raw.n) && utf8_is_valid(raw)) {
        *out = raw;
        return true;
    }
    /* An escape may be shorter than its code point's bytes by none: \0 is 2 bytes for 1. */
    char *to = arena_alloc(a, raw.n * 3 + 4);
    size_t n = 0;
    bool pairs = false;
    for (size_t i = 0; i < raw.n;) {
        uint32_t cp;
        *at = i;
        i += utf8_decode(str_skip(raw, i), &cp);
        if (cp == UTF8_BAD)
            cp = 0xfffd;
        if (cp == '\r' && rules.is_template) {
            i += i < raw.n && raw.p[i] == '\n';
            cp = '\n';
        } else if (cp == '\\') {
            long v = one_escape(raw, &i, rules);
            if (v == -2)
                continue;
            if (v < 0)
                return false;
            cp = (uint32_t)v;
            pairs = pairs || (cp >= 0xd800 && cp < 0xe000);
        }
        n += utf8_encode(cp, to + n);
    }
    *out = (struct str){to, n};
    if (pairs) { /* \ud83d\ude00 is one character */
        struct js_units u = js_text_units(a, *out);
        *out = js_text_from_units(a, u.at, u.n);
    }
    return true;
}

bool js_text_next(struct str *rest, struct str *one) {
    size_t n = 1;
    if (!rest->n)
        return false;
    while (n < rest->n && ((unsigned char)rest->p[n] & 0xc0) == 0x80)
        n++;
    *one = (struct str){rest->p, n};
    *rest = str_skip(*rest, n);
    return true;
}
