/* JavaScript's conversions: to boolean, number, string, primitive; equality. */
#include <math.h>
#include <stdlib.h>

#include "compiler/front/js_builtin.h"
#include "compiler/front/js_text.h"

static enum js_truth choice_truth(const struct js_value *v) {
    enum js_truth all = js_truth(v->choice.at[0].value);
    for (size_t i = 1; i < v->choice.n; i++)
        if (js_truth(v->choice.at[i].value) != all)
            return JS_MAYBE;
    return all;
}

enum js_truth js_truth(const struct js_value *v) {
    switch (v->kind) {
    case JS_UNDEFINED:
    case JS_NULL:
        return JS_FALSE;
    case JS_BOOL:
        return v->boolean ? JS_TRUE : JS_FALSE;
    case JS_NUMBER:
        return v->number != 0 && !isnan(v->number) ? JS_TRUE : JS_FALSE;
    case JS_STRING:
        return v->string.n ? JS_TRUE : JS_FALSE;
    case JS_OBJECT:
        return JS_TRUE;
    case JS_UNKNOWN:
        return v->unknown.is_falsy ? JS_FALSE : JS_MAYBE;
    case JS_CHOICE:
        return choice_truth(v);
    }
    return JS_MAYBE;
}

static double radix_number(struct str digits, int bits) {
    double n = 0;
    if (digits.n == 0)
        return NAN;
    for (size_t i = 0; i < digits.n; i++) {
        char c = digits.p[i];
        int d = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : 99;
        if (d >= 1 << bits)
            return NAN;
        n = n * (1 << bits) + d; /* exact up to 2^53; callers with more digits are rare */
    }
    return n;
}

/* [sign] digits [. digits] [e [sign] digits] and nothing else. */
static bool is_decimal(struct str s) {
    size_t i = 0, digits = 0;
    if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
        i++;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        digits++;
    if (i < s.n && s.p[i] == '.')
        for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
            digits++;
    if (!digits)
        return false;
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        i++;
        if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
            i++;
        for (digits = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
            digits++;
    }
    return digits && i == s.n;
}

double js_text_number(struct str text) {
    struct str s = js_text_trim(text, true, true);
    if (s.n == 0)
        return 0;
    if (s.n > 2 && s.p[0] == '0') {
        char c = s.p[1];
        int bits = c == 'x' || c == 'X' ? 4 : c == 'o' || c == 'O' ? 3 : c == 'b' || c == 'B';
        if (bits)
            return radix_number(str_skip(s, 2), bits);
    }
    if (str_eqz(s, "Infinity") || str_eqz(s, "+Infinity"))
        return INFINITY;
    if (str_eqz(s, "-Infinity"))
        return -INFINITY;
    if (!is_decimal(s))
        return NAN;
    char small[64], *copy = s.n < sizeof small ? small : malloc(s.n + 1);
    if (!copy)
        return NAN;
    memcpy(copy, s.p, s.n);
    copy[s.n] = 0;
    double n = strtod(copy, NULL);
    if (copy != small)
        free(copy);
    return n;
}

static const struct js_value *array_text(struct js *js, const struct js_value *v) {
    struct str out = {"", 0};
    const struct js_object *o = v->object;
    if (o->open)
        return js_unknown_from(js, o->open);
    if (js->depth > JS_EVAL_DEPTH / 2)
        return js_fatal(js, v->span, "an array holds itself");
    js->depth += 16;
    for (size_t i = 0; i < o->items.n && js_step(js, 1 + out.n / 64); i++) {
        const struct js_value *item = o->items.at[i], *unknown = NULL;
        struct str text = {"", 0};
        if (item && !js_is_nullish(item) && !js_to_text(js, item, &text, &unknown)) {
            js->depth -= 16;
            return unknown ? js_unknown_from(js, unknown) : NULL;
        }
        if (i)
            out = js_text_join(js->arena, out, STR(","));
        out = js_text_join(js->arena, out, text);
    }
    js->depth -= 16;
    return js->is_fatal ? NULL : js_string(js->arena, out, v->span);
}

static const struct js_value *plain_primitive(struct js *js, const struct js_value *v) {
    const struct js_object *o = v->object;
    const struct js_prop *text = js_find_inherited(o, STR("toString"));
    bool is_odd = js_find_inherited(o, STR("valueOf")) != NULL, ran = false;
    for (const struct js_object *at = o; at; at = at->proto)
        is_odd = is_odd || at->open || at->no_proto || at->class != JS_PLAIN || at->table;
    if (!is_odd && !text)
        return js_string(js->arena, STR("[object Object]"), v->span);
    const struct js_value *out = is_odd ? NULL : js_call_quietly(js, v, text, &ran);
    if (ran && (!out || out->kind != JS_OBJECT))
        return out;
    return js_unknown(js, v->span, "ecoc does not evaluate the conversion of this object");
}

static bool has_visible(const struct js_object *o) {
    for (size_t i = 0; i < o->props.n; i++)
        if (!o->props.at[i].is_hidden)
            return true;
    return false;
}

const struct js_value *js_to_primitive(struct js *js, const struct js_value *v, bool want_text) {
    (void)want_text; /* what is modelled here gives the same either way */
    if (v->kind != JS_OBJECT)
        return v;
    const struct js_value *p;
    struct js_call call = {.self = v, .span = v->span};
    if (v->object->class == JS_REGEXP && !v->object->props.n && v->object->regex)
        p = js_regexp_to_string(js, &call);
    else if (v->object->class == JS_MAP && v->object->table == &js_table_params_proto)
        p = js_params_text(js, &call);
    else if (js_buffer_text(v))
        p = js_buffer_text(v);
    else if (v->object->class == JS_ARRAY && !has_visible(v->object))
        p = array_text(js, v);
    else if (v->object->class == JS_PLAIN)
        p = plain_primitive(js, v);
    else
        p = js_unknown(js, v->span, "ecoc does not evaluate the conversion of this object");
    return p ? js_with_deps(js->arena, p, v->deps) : NULL;
}

bool js_to_text(struct js *js, const struct js_value *v, struct str *out,
                const struct js_value **unknown) {
    switch (v->kind) {
    case JS_UNDEFINED:
        *out = STR("undefined");
        return true;
    case JS_NULL:
        *out = STR("null");
        return true;
    case JS_BOOL:
        *out = v->boolean ? STR("true") : STR("false");
        return true;
    case JS_NUMBER:
        *out = value_number_text(js->arena, v->number);
        return true;
    case JS_STRING:
        *out = v->string;
        return true;
    case JS_OBJECT: {
        const struct js_value *p = js_to_primitive(js, v, true);
        return p && js_to_text(js, p, out, unknown);
    }
    case JS_UNKNOWN:
    case JS_CHOICE:
        *unknown = v;
        return false;
    }
    return false;
}

bool js_to_number(struct js *js, const struct js_value *v, double *out,
                  const struct js_value **unknown) {
    struct str text;
    switch (v->kind) {
    case JS_UNDEFINED:
        *out = NAN;
        return true;
    case JS_NULL:
        *out = 0;
        return true;
    case JS_BOOL:
        *out = v->boolean;
        return true;
    case JS_NUMBER:
        *out = v->number;
        return true;
    case JS_STRING:
    case JS_OBJECT:
        if (!js_to_text(js, v, &text, unknown))
            return false;
        *out = js_text_number(text);
        return true;
    case JS_UNKNOWN:
    case JS_CHOICE:
        *unknown = v;
        return false;
    }
    return false;
}

bool js_strict_equal(const struct js_value *x, const struct js_value *y) {
    if (x->kind != y->kind)
        return false;
    if (x->kind == JS_NUMBER)
        return x->number == y->number;
    return js_same(x, y);
}

bool js_same_value_zero(const struct js_value *x, const struct js_value *y) {
    if (x->kind == JS_NUMBER && y->kind == JS_NUMBER && isnan(x->number) && isnan(y->number))
        return true;
    return js_strict_equal(x, y);
}

double js_to_integer(double n) {
    return isnan(n) ? 0 : trunc(n) + 0.0;
}

int32_t js_to_int32(double n) {
    if (!isfinite(n))
        return 0;
    double m = fmod(trunc(n), 4294967296.0);
    if (m < 0)
        m += 4294967296.0;
    uint32_t u = (uint32_t)m;
    int32_t out;
    memcpy(&out, &u, sizeof out);
    return out;
}
