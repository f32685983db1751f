/* Number, Boolean, parseInt and parseFloat, as far as they are the same bits everywhere. */
#include <math.h>
#include <stdlib.h>

#include "compiler/front/js_builtin.h"
#include "compiler/front/js_text.h"

static const double safe_most = 9007199254740991.0;

static const struct js_value *number(struct js *js, const struct js_call *call, double n) {
    return js_number(js->arena, n, call->span);
}

static int digit_of(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'z' ? c - 'a' + 10
           : c >= 'A' && c <= 'Z' ? c - 'A' + 10
                                  : 99;
}

js_native_fn js_parse_int, js_parse_float, js_is_nan, js_is_finite;

const struct js_value *js_parse_int(struct js *js, const struct js_call *call) {
    struct str s;
    double wanted = 0, n = 0;
    const struct js_value *unknown = NULL;
    if (!js_arg_text(js, call, 0, &s, &unknown) ||
        (js_has_arg(call, 1) && !js_arg_number(js, call, 1, &wanted, &unknown)))
        return js_refuse(js, unknown);
    s = js_text_trim(s, true, false);
    bool minus = s.n && s.p[0] == '-';
    if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
        s = str_skip(s, 1);
    int radix = js_to_int32(wanted);
    if ((radix == 0 || radix == 16) && s.n > 1 && s.p[0] == '0' && (s.p[1] | 0x20) == 'x') {
        s = str_skip(s, 2);
        radix = 16;
    }
    radix = radix ? radix : 10;
    if (radix < 2 || radix > 36)
        return number(js, call, NAN);
    size_t k = 0;
    for (; k < s.n && digit_of(s.p[k]) < radix; k++)
        n = n * radix + digit_of(s.p[k]);
    if (k == 0)
        return number(js, call, NAN);
    if (n > safe_most && radix == 10)
        n = js_text_number((struct str){s.p, k});
    else if (n > safe_most)
        return js_decline(js, call);
    return number(js, call, minus ? -n : n);
}

/* The longest beginning that is a number. */
static size_t float_prefix(struct str s) {
    size_t i = 0, digits = 0, end;
    if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
        i++;
    if (str_starts(str_skip(s, i), STR("Infinity")))
        return i + 8;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        digits++;
    if (i < s.n && s.p[i] == '.') {
        size_t whole = digits;
        for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
            digits++;
        if (digits == whole && whole == 0)
            return 0;
    }
    if (!digits)
        return 0;
    end = i;
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        i++;
        if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
            i++;
        for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
            end = i + 1;
    }
    return end;
}

const struct js_value *js_parse_float(struct js *js, const struct js_call *call) {
    struct str s;
    const struct js_value *unknown = NULL;
    if (!js_arg_text(js, call, 0, &s, &unknown))
        return js_refuse(js, unknown);
    s = js_text_trim(s, true, false);
    size_t n = float_prefix(s);
    return number(js, call, n ? js_text_number((struct str){s.p, n}) : NAN);
}

const struct js_value *js_is_nan(struct js *js, const struct js_call *call) {
    double n;
    const struct js_value *unknown = NULL;
    if (!js_arg_number(js, call, 0, &n, &unknown))
        return js_refuse(js, unknown);
    return js_bool(js->arena, isnan(n), call->span);
}

const struct js_value *js_is_finite(struct js *js, const struct js_call *call) {
    double n;
    const struct js_value *unknown = NULL;
    if (!js_arg_number(js, call, 0, &n, &unknown))
        return js_refuse(js, unknown);
    return js_bool(js->arena, isfinite(n), call->span);
}

/* Number.isX do not convert. */
static const struct js_value *is_number(struct js *js, const struct js_call *call, char kind) {
    const struct js_value *v = js_arg(call, 0);
    double n = v->kind == JS_NUMBER ? v->number : 0;
    bool yes = v->kind == JS_NUMBER && (kind == 'n'   ? isnan(n)
                                        : kind == 'f' ? isfinite(n)
                                                      : isfinite(n) && trunc(n) == n);
    if (kind == 's')
        yes = yes && fabs(n) <= safe_most;
    return js_bool(js->arena, yes, call->span);
}

static const struct js_value *number_is_nan(struct js *js, const struct js_call *call) {
    return is_number(js, call, 'n');
}

static const struct js_value *number_is_finite(struct js *js, const struct js_call *call) {
    return is_number(js, call, 'f');
}

static const struct js_value *number_is_integer(struct js *js, const struct js_call *call) {
    return is_number(js, call, 'i');
}

static const struct js_value *number_is_safe(struct js *js, const struct js_call *call) {
    return is_number(js, call, 's');
}

static const struct js_value *max_safe(struct js *js, const struct js_call *call) {
    return number(js, call, safe_most);
}

static const struct js_value *min_safe(struct js *js, const struct js_call *call) {
    return number(js, call, -safe_most);
}

static const struct js_value *number_to_string(struct js *js, const struct js_call *call) {
    double radix = 10;
    const struct js_value *unknown = NULL;
    if (!call->self || call->self->kind != JS_NUMBER)
        return js_decline(js, call);
    if (js_has_arg(call, 0) && !js_arg_number(js, call, 0, &radix, &unknown))
        return js_refuse(js, unknown);
    double n = call->self->number;
    radix = js_to_integer(radix);
    if (radix == 10)
        return js_string(js->arena, value_number_text(js->arena, n), call->span);
    if (radix < 2 || radix > 36)
        return js_throw(js, call->span, "RangeError", "toString() radix must be between 2 and 36");
    if (trunc(n) != n || fabs(n) > safe_most)
        return js_decline(js, call);
    char out[72];
    size_t at = sizeof out;
    unsigned long long rest = (unsigned long long)fabs(n), base = (unsigned long long)radix;
    do {
        out[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[rest % base];
        rest /= base;
    } while (rest);
    if (n < 0)
        out[--at] = '-';
    return js_string(js->arena, arena_str(js->arena, (struct str){out + at, sizeof out - at}),
                     call->span);
}

extern js_native_fn js_to_fixed, js_to_precision, js_to_exponential;

static const struct js_value *primitive_self(struct js *js, const struct js_call *call) {
    return call->self && js_is_known(call->self) ? call->self : js_decline(js, call);
}

static const struct js_row number_proto[] = {
    {"toString", JS_ROW_PURE, number_to_string},
    {"toFixed", JS_ROW_PURE, js_to_fixed},
    {"valueOf", JS_ROW_PURE, primitive_self},
    {"toExponential", JS_ROW_PURE, js_to_exponential},
    {"toPrecision", JS_ROW_PURE, js_to_precision},
    {"toLocaleString", JS_ROW_PURE, NULL},
    {"constructor", JS_ROW_VALUE, NULL},
};
JS_TABLE(number_proto, "Number.prototype", true, number_proto);

static const struct js_value *boolean_to_string(struct js *js, const struct js_call *call) {
    if (!call->self || call->self->kind != JS_BOOL)
        return js_decline(js, call);
    return js_string(js->arena, call->self->boolean ? STR("true") : STR("false"), call->span);
}

static const struct js_row boolean_proto[] = {
    {"toString", JS_ROW_PURE, boolean_to_string},
    {"valueOf", JS_ROW_PURE, primitive_self},
    {"constructor", JS_ROW_VALUE, NULL},
};
JS_TABLE(boolean_proto, "Boolean.prototype", true, boolean_proto);

#define CONSTANT(fn_name, value)                                                                   \
    static const struct js_value *fn_name(struct js *js, const struct js_call *call) {             \
        return number(js, call, (value));                                                          \
    }
CONSTANT(number_most, 1.7976931348623157e308)
CONSTANT(number_least, 4.9406564584124654e-324)
CONSTANT(number_nan, NAN)
CONSTANT(number_below, -INFINITY)
CONSTANT(number_above, INFINITY)
CONSTANT(number_epsilon, 2.220446049250313e-16)

static const struct js_row number_statics[] = {
    {"parseInt", JS_ROW_PURE, js_parse_int},
    {"parseFloat", JS_ROW_PURE, js_parse_float},
    {"isNaN", JS_ROW_PURE, number_is_nan},
    {"isFinite", JS_ROW_PURE, number_is_finite},
    {"isInteger", JS_ROW_PURE, number_is_integer},
    {"isSafeInteger", JS_ROW_PURE, number_is_safe},
    {"MAX_SAFE_INTEGER", JS_ROW_VALUE, max_safe},
    {"MIN_SAFE_INTEGER", JS_ROW_VALUE, min_safe},
    {"MAX_VALUE", JS_ROW_VALUE, number_most},
    {"MIN_VALUE", JS_ROW_VALUE, number_least},
    {"NaN", JS_ROW_VALUE, number_nan},
    {"NEGATIVE_INFINITY", JS_ROW_VALUE, number_below},
    {"POSITIVE_INFINITY", JS_ROW_VALUE, number_above},
    {"EPSILON", JS_ROW_VALUE, number_epsilon},
};
JS_TABLE(number, "Number", true, number_statics);
