/* encodeURIComponent and its family, escape, base64. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_text.h"
#include "schema/base/utf8.h"

js_native_fn js_encode_uri, js_encode_component, js_decode_uri, js_decode_component, js_escape_text,
    js_unescape_text, js_atob, js_btoa;

static const char hex_digits[] = "0123456789ABCDEF";

/* %XX of the UTF-8 bytes of all but letters, digits and `kept`; a lone surrogate is a URIError. */
static const struct js_value *encode(struct js *js, const struct js_call *call, const char *kept) {
    const struct js_value *unknown = NULL;
    struct str s;
    if (!js_arg_text(js, call, 0, &s, &unknown))
        return js_refuse(js, unknown);
    if (!utf8_is_valid(s))
        return js_throw(js, call->span, "URIError", "URI malformed");
    char *out = arena_alloc(js->arena, s.n * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr(kept, c));
        if (plain) {
            out[n++] = (char)c;
            continue;
        }
        out[n++] = '%';
        out[n++] = hex_digits[c >> 4];
        out[n++] = hex_digits[c & 15];
    }
    return js_step(js, 1 + n / 64) ? js_string(js->arena, (struct str){out, n}, call->span) : NULL;
}

const struct js_value *js_encode_component(struct js *js, const struct js_call *call) {
    return encode(js, call, "-_.!~*'()");
}

const struct js_value *js_encode_uri(struct js *js, const struct js_call *call) {
    return encode(js, call, "-_.!~*'();/?:@&=+$,#");
}

static int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The byte that %XX at s[i] says; -1 where it is none. */
static int escaped_byte(struct str s, size_t i) {
    int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
    int low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
    return s.p[i] == '%' && high >= 0 && low >= 0 ? high * 16 + low : -1;
}

/* %XX undone, but for those of `kept`. */
static const struct js_value *decode(struct js *js, const struct js_call *call, const char *kept) {
    const struct js_value *unknown = NULL;
    struct str s;
    if (!js_arg_text(js, call, 0, &s, &unknown))
        return js_refuse(js, unknown);
    char *out = arena_alloc(js->arena, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int byte = escaped_byte(s, i);
        if (s.p[i] == '%' && byte < 0)
            return js_throw(js, call->span, "URIError", "URI malformed");
        bool stays = s.p[i] != '%' || (byte < 0x80 && byte && strchr(kept, byte));
        if (!stays) {
            out[n++] = (char)byte;
            i += 2;
        } else {
            out[n++] = s.p[i];
        }
    }
    struct str text = {out, n};
    bool is_same = n == s.n; /* then a lone surrogate is as it was */
    if (!is_same && !utf8_is_valid(text))
        return utf8_is_valid(s) ? js_throw(js, call->span, "URIError", "URI malformed")
                                : js_decline(js, call);
    return js_step(js, 1 + n / 64) ? js_string(js->arena, text, call->span) : NULL;
}

const struct js_value *js_decode_component(struct js *js, const struct js_call *call) {
    return decode(js, call, "");
}

const struct js_value *js_decode_uri(struct js *js, const struct js_call *call) {
    return decode(js, call, ";/?:@&=+$,#");
}

/* escape: %XX or %uXXXX of each code unit. */
const struct js_value *js_escape_text(struct js *js, const struct js_call *call) {
    const struct js_value *unknown = NULL;
    struct str s;
    if (!js_arg_text(js, call, 0, &s, &unknown))
        return js_refuse(js, unknown);
    struct js_units u = js_text_units(js->arena, s);
    char *out = arena_alloc(js->arena, u.n * 6 + 1);
    size_t n = 0;
    for (size_t i = 0; i < u.n; i++) {
        unsigned c = u.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && c < 0x80 && strchr("@*_+-./", (int)c));
        if (plain) {
            out[n++] = (char)c;
            continue;
        }
        out[n++] = '%';
        if (c > 0xff)
            out[n++] = 'u';
        for (int shift = c > 0xff ? 12 : 4; shift >= 0; shift -= 4)
            out[n++] = hex_digits[c >> shift & 15];
    }
    return js_step(js, 1 + n / 64) ? js_string(js->arena, (struct str){out, n}, call->span) : NULL;
}

/* unescape, but for %u. */
const struct js_value *js_unescape_text(struct js *js, const struct js_call *call) {
    const struct js_value *unknown = NULL;
    struct str s;
    if (!js_arg_text(js, call, 0, &s, &unknown))
        return js_refuse(js, unknown);
    uint16_t *units = arena_array(js->arena, uint16_t, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int byte = escaped_byte(s, i);
        if ((s.p[i] == '%' && i + 1 < s.n && s.p[i + 1] == 'u') || (unsigned char)s.p[i] >= 0x80)
            return js_decline(js, call);
        units[n++] = (uint16_t)(byte >= 0 ? byte : s.p[i]);
        i += byte >= 0 ? 2 : 0;
    }
    return js_string(js->arena, js_text_from_units(js->arena, units, n), call->span);
}

/* ---- base64 ---- */

struct str js_base64(struct arena *a, struct str bytes, bool for_url) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
                      url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *letters = for_url ? url : plain;
    char *out = arena_alloc(a, bytes.n / 3 * 4 + 5);
    size_t n = 0;
    for (size_t i = 0; i < bytes.n; i += 3) {
        size_t left = bytes.n - i;
        uint32_t three = (uint32_t)(unsigned char)bytes.p[i] << 16;
        three |= left > 1 ? (uint32_t)(unsigned char)bytes.p[i + 1] << 8 : 0;
        three |= left > 2 ? (unsigned char)bytes.p[i + 2] : 0;
        for (size_t k = 0; k < 4; k++) {
            if (k <= left)
                out[n++] = letters[three >> (18 - 6 * k) & 63];
            else if (!for_url)
                out[n++] = '=';
        }
    }
    return (struct str){out, n};
}

static int base64_digit(char c) {
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+' || c == '-' ? 62
           : c == '/' || c == '_' ? 63
                                  : -1;
}

bool js_base64_decode(struct arena *a, struct str text, struct str *bytes) {
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0, digits = 0, end = text.n;
    uint32_t bits = 0;
    while (end && text.p[end - 1] == '=' && text.n - end < 2)
        end--;
    for (size_t i = 0; i < end; i++) {
        int d = base64_digit(text.p[i]);
        if (d < 0)
            return false;
        bits = bits << 6 | (uint32_t)d;
        if (++digits % 4 != 1)
            out[n++] = (char)(bits >> (4 - digits % 4) * 2 % 8);
    }
    *bytes = (struct str){out, n};
    bool is_padded = end == text.n || text.n % 4 == 0;
    return digits % 4 != 1 && is_padded;
}

const struct js_value *js_btoa(struct js *js, const struct js_call *call) {
    const struct js_value *unknown = NULL;
    struct str s;
    if (!js_arg_text(js, call, 0, &s, &unknown))
        return js_refuse(js, unknown);
    struct js_units u = js_text_units(js->arena, s);
    char *bytes = arena_alloc(js->arena, u.n + 1);
    for (size_t i = 0; i < u.n; i++) {
        if (u.at[i] > 0xff)
            return js_decline(js, call);
        bytes[i] = (char)u.at[i];
    }
    return js_string(js->arena, js_base64(js->arena, (struct str){bytes, u.n}, false), call->span);
}

const struct js_value *js_atob(struct js *js, const struct js_call *call) {
    const struct js_value *unknown = NULL;
    struct str s, bytes;
    if (!js_arg_text(js, call, 0, &s, &unknown))
        return js_refuse(js, unknown);
    if (memchr(s.p, '-', s.n) || memchr(s.p, '_', s.n) || !js_base64_decode(js->arena, s, &bytes))
        return js_decline(js, call);
    uint16_t *units = arena_array(js->arena, uint16_t, bytes.n + 1);
    for (size_t i = 0; i < bytes.n; i++)
        units[i] = (unsigned char)bytes.p[i];
    return js_string(js->arena, js_text_from_units(js->arena, units, bytes.n), call->span);
}
