/* Characters of strings: code points. Their order and their normal forms: js_collate.c. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_text.h"
#include "schema/base/utf8.h"

js_native_fn js_code_point_at, js_from_code_point, js_is_well_formed;

static bool own_text(const struct js_call *call, struct str *s) {
    if (!call->self || call->self->kind != JS_STRING)
        return false;
    *s = call->self->string;
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

const struct js_value *js_is_well_formed(struct js *js, const struct js_call *call) {
    struct str s;
    if (!own_text(call, &s))
        return js_decline(js, call);
    return js_bool(js->arena, utf8_is_valid(s), call->span);
}
