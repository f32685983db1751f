/* Characters of strings: code points, order and normal forms of ASCII. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_text.h"
#include "schema/base/utf8.h"

js_native_fn js_code_point_at, js_locale_compare, js_normalize, js_is_well_formed,
    js_from_code_point;

static bool own_text(const struct js_call *call, struct str *s) {
    if (!call->self || call->self->kind != JS_STRING)
        return false;
    *s = call->self->string;
    return true;
}

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

const struct js_value *js_code_point_at(struct js *js, const struct js_call *call) {
    struct str s;
    double d = 0;
    const struct js_value *unknown = NULL;
    if (!own_text(call, &s))
        return js_decline(js, call);
    if (call->n && !js_arg_number(js, call, 0, &d, &unknown))
        return js_refuse(js, unknown);
    struct js_units u = js_text_units(js->arena, s);
    d = js_to_integer(d);
    if (d < 0 || d >= (double)u.n)
        return js_undefined(js->arena, call->span);
    size_t i = (size_t)d;
    uint32_t c = u.at[i];
    if (c >= 0xd800 && c < 0xdc00 && i + 1 < u.n && u.at[i + 1] >= 0xdc00 && u.at[i + 1] < 0xe000)
        c = 0x10000 + ((c - 0xd800) << 10) + (u.at[i + 1] - 0xdc00u);
    return js_number(js->arena, c, call->span);
}

const struct js_value *js_from_code_point(struct js *js, const struct js_call *call) {
    uint16_t *units = arena_array(js->arena, uint16_t, call->n * 2 + 1);
    const struct js_value *unknown = NULL;
    size_t n = 0;
    for (size_t i = 0; i < call->n; i++) {
        double d;
        if (!js_arg_number(js, call, i, &d, &unknown))
            return js_refuse(js, unknown);
        if (!(d >= 0 && d <= 0x10ffff) || d != js_to_integer(d))
            return js_throw(js, call->span, "RangeError", "Invalid code point");
        uint32_t c = (uint32_t)d;
        if (c >= 0x10000) {
            units[n++] = (uint16_t)(0xd800 + ((c - 0x10000) >> 10));
            c = 0xdc00 + ((c - 0x10000) & 0x3ff);
        }
        units[n++] = (uint16_t)c;
    }
    return js_string(js->arena, js_text_from_units(js->arena, units, n), call->span);
}

/* ASCII is in every normal form. */
const struct js_value *js_normalize(struct js *js, const struct js_call *call) {
    static const char *const forms[] = {"NFC", "NFD", "NFKC", "NFKD"};
    const struct js_value *form = js_arg(call, 0);
    struct str s;
    bool is_form = form->kind == JS_UNDEFINED;
    for (size_t i = 0; form->kind == JS_STRING && i < ARRAY_LEN(forms); i++)
        is_form = is_form || str_eqz(form->string, forms[i]);
    if (!own_text(call, &s) || !is_ascii(s) || !is_form)
        return js_decline(js, call);
    return call->self;
}

const struct js_value *js_is_well_formed(struct js *js, const struct js_call *call) {
    struct str s;
    if (!own_text(call, &s))
        return js_decline(js, call);
    return js_bool(js->arena, utf8_is_valid(s), call->span);
}

/* ---- localeCompare ---- */

/* Where a character stands in the order of English; letters by themselves, whatever their case. */
static int rank(char c) {
    static const char order[] = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789"
                                "abcdefghijklmnopqrstuvwxyz";
    const char *at = c ? strchr(order, c >= 'A' && c <= 'Z' ? c | 0x20 : c) : NULL;
    return at ? (int)(at - order) : -1;
}

/* Is the language one whose order is English's? It is said, or the environment's. */
static bool is_english(struct js *js, const struct js_call *call) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const struct js_value *said = js_arg(call, 1);
    if (said->kind == JS_STRING)
        return str_eqz(said->string, "en") || str_eqz(said->string, "en-US");
    if (said->kind != JS_UNDEFINED || js->f->mode == FRONT_SYMBOLIC)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str s;
        if (front_getenv(js->f, str_of(names[i]), &s) && s.n)
            return str_eqz(s, "C") || str_eqz(s, "POSIX") || str_starts(s, STR("C.")) ||
                   str_starts(s, STR("en_")) || str_eqz(s, "en");
    }
    return true;
}

const struct js_value *js_locale_compare(struct js *js, const struct js_call *call) {
    struct str s, t;
    const struct js_value *unknown = NULL;
    if (!own_text(call, &s))
        return js_decline(js, call);
    if (!js_arg_text(js, call, 0, &t, &unknown))
        return js_refuse(js, unknown);
    if (str_eq(s, t) && call->n == 1)
        return js_number(js->arena, 0, call->span);
    if (call->n > 2 || !is_english(js, call))
        return js_decline(js, call);
    int by_case = 0, by_letter = 0;
    for (size_t i = 0; i < s.n || i < t.n; i++) {
        int x = i < s.n ? rank(s.p[i]) : -1, y = i < t.n ? rank(t.p[i]) : -1;
        if ((i < s.n && x < 0) || (i < t.n && y < 0))
            return js_decline(js, call);
        if (!by_letter)
            by_letter = (x > y) - (x < y);
        if (!by_case && !by_letter && s.p[i] != t.p[i])
            by_case = s.p[i] > t.p[i] ? -1 : 1; /* small letters first */
    }
    return js_number(js->arena, by_letter ? by_letter : by_case, call->span);
}
