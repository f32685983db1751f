/* Number, Boolean, Math, parseInt and parseFloat, as far as they are the same bits everywhere. */
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

/* Exact but for ties, which JavaScript rounds up and printf to even: those are declined. */
static const struct js_value *number_to_fixed(struct js *js, const struct js_call *call) {
    double places = 0;
    const struct js_value *unknown = NULL;
    if (!call->self || call->self->kind != JS_NUMBER)
        return js_decline(js, call);
    if (js_has_arg(call, 0) && !js_arg_number(js, call, 0, &places, &unknown))
        return js_refuse(js, unknown);
    places = js_to_integer(places);
    double n = call->self->number;
    if (!(fabs(n) < 1e15) || places < 0 || places > 15)
        return js_decline(js, call);
    struct str exact = arena_fmt(js->arena, "%.*f", (int)places + 1080, n);
    struct str tail = str_skip(exact, exact.n - 1080);
    bool is_tie = tail.p[0] == '5';
    for (size_t i = 1; i < tail.n; i++)
        is_tie = is_tie && tail.p[i] == '0';
    if (is_tie || (n == 0 && signbit(n)))
        return js_decline(js, call);
    struct str text = arena_fmt(js->arena, "%.*f", (int)places, n);
    return js_string(js->arena, text, call->span);
}

static const struct js_value *primitive_self(struct js *js, const struct js_call *call) {
    return call->self && js_is_known(call->self) ? call->self : js_decline(js, call);
}

static const struct js_row number_proto[] = {
    {"toString", JS_ROW_PURE, number_to_string}, {"toFixed", JS_ROW_PURE, number_to_fixed},
    {"valueOf", JS_ROW_PURE, primitive_self},    {"toExponential", JS_ROW_PURE, NULL},
    {"toPrecision", JS_ROW_PURE, NULL},          {"toLocaleString", JS_ROW_PURE, NULL},
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

static const struct js_row number_statics[] = {
    {"parseInt", JS_ROW_PURE, js_parse_int},
    {"parseFloat", JS_ROW_PURE, js_parse_float},
    {"isNaN", JS_ROW_PURE, number_is_nan},
    {"isFinite", JS_ROW_PURE, number_is_finite},
    {"isInteger", JS_ROW_PURE, number_is_integer},
    {"isSafeInteger", JS_ROW_PURE, number_is_safe},
    {"MAX_SAFE_INTEGER", JS_ROW_VALUE, max_safe},
    {"MIN_SAFE_INTEGER", JS_ROW_VALUE, min_safe},
    /* In Node, and not evaluated. */
    {"MAX_VALUE", JS_ROW_VALUE, NULL},
    {"MIN_VALUE", JS_ROW_VALUE, NULL},
    {"NaN", JS_ROW_VALUE, NULL},
    {"NEGATIVE_INFINITY", JS_ROW_VALUE, NULL},
    {"POSITIVE_INFINITY", JS_ROW_VALUE, NULL},
    {"EPSILON", JS_ROW_VALUE, NULL},
};
JS_TABLE(number, "Number", true, number_statics);

/* ---- Math ---- */

/* Math.round: the integer nearest, halves up; -0 stays. */
static double round_half_up(double n) {
    if (!isfinite(n) || n == trunc(n))
        return n;
    double low = floor(n);
    double r = n - low >= 0.5 ? low + 1 : low;
    return r == 0 && n < 0 ? -0.0 : r;
}

#define MATH_ONE(fn_name, expression)                                                              \
    static const struct js_value *fn_name(struct js *js, const struct js_call *call) {             \
        double x;                                                                                  \
        const struct js_value *unknown = NULL;                                                     \
        if (!js_arg_number(js, call, 0, &x, &unknown))                                             \
            return js_refuse(js, unknown);                                                         \
        return number(js, call, (expression));                                                     \
    }
MATH_ONE(math_floor, floor(x))
MATH_ONE(math_ceil, ceil(x))
MATH_ONE(math_round, round_half_up(x))
MATH_ONE(math_trunc, trunc(x))
MATH_ONE(math_abs, fabs(x))
MATH_ONE(math_sqrt, sqrt(x))
MATH_ONE(math_sign, isnan(x) || x == 0 ? x : x < 0 ? -1.0 : 1.0)

static const struct js_value *extreme(struct js *js, const struct js_call *call, bool most) {
    double best = most ? -INFINITY : INFINITY;
    const struct js_value *unknown = NULL;
    for (size_t i = 0; i < call->n; i++) {
        double x;
        if (!js_arg_number(js, call, i, &x, &unknown))
            return js_refuse(js, unknown);
        bool better = most ? x > best : x < best;
        if (x == best && x == 0)
            better = most ? !signbit(x) : signbit(x);
        if (isnan(best) || isnan(x))
            best = NAN;
        else if (better)
            best = x;
    }
    return number(js, call, best);
}

static const struct js_value *math_max(struct js *js, const struct js_call *call) {
    return extreme(js, call, true);
}

static const struct js_value *math_min(struct js *js, const struct js_call *call) {
    return extreme(js, call, false);
}

static const struct js_value *math_pow(struct js *js, const struct js_call *call) {
    double x, y;
    const struct js_value *unknown = NULL;
    if (!js_arg_number(js, call, 0, &x, &unknown) || !js_arg_number(js, call, 1, &y, &unknown))
        return js_refuse(js, unknown);
    return js_power(js, x, y, call->span);
}

static const struct js_value *math_pi(struct js *js, const struct js_call *call) {
    return number(js, call, 3.141592653589793);
}

static const struct js_row math[] = {
    {"floor", JS_ROW_PURE, math_floor},
    {"ceil", JS_ROW_PURE, math_ceil},
    {"round", JS_ROW_PURE, math_round},
    {"trunc", JS_ROW_PURE, math_trunc},
    {"abs", JS_ROW_PURE, math_abs},
    {"sqrt", JS_ROW_PURE, math_sqrt},
    {"sign", JS_ROW_PURE, math_sign},
    {"max", JS_ROW_PURE, math_max},
    {"min", JS_ROW_PURE, math_min},
    {"PI", JS_ROW_VALUE, math_pi},
    {"random", JS_ROW_PURE, NULL},
    {"pow", JS_ROW_PURE, math_pow},
    /* In Node, and not evaluated. */
    {"acos", JS_ROW_RAW, NULL},
    {"acosh", JS_ROW_RAW, NULL},
    {"asin", JS_ROW_RAW, NULL},
    {"asinh", JS_ROW_RAW, NULL},
    {"atan", JS_ROW_RAW, NULL},
    {"atanh", JS_ROW_RAW, NULL},
    {"atan2", JS_ROW_RAW, NULL},
    {"cbrt", JS_ROW_RAW, NULL},
    {"expm1", JS_ROW_RAW, NULL},
    {"clz32", JS_ROW_RAW, NULL},
    {"cos", JS_ROW_RAW, NULL},
    {"cosh", JS_ROW_RAW, NULL},
    {"exp", JS_ROW_RAW, NULL},
    {"fround", JS_ROW_RAW, NULL},
    {"hypot", JS_ROW_RAW, NULL},
    {"imul", JS_ROW_RAW, NULL},
    {"log", JS_ROW_RAW, NULL},
    {"log1p", JS_ROW_RAW, NULL},
    {"log2", JS_ROW_RAW, NULL},
    {"log10", JS_ROW_RAW, NULL},
    {"sin", JS_ROW_RAW, NULL},
    {"sinh", JS_ROW_RAW, NULL},
    {"tan", JS_ROW_RAW, NULL},
    {"tanh", JS_ROW_RAW, NULL},
    {"E", JS_ROW_VALUE, NULL},
    {"LN10", JS_ROW_VALUE, NULL},
    {"LN2", JS_ROW_VALUE, NULL},
    {"LOG10E", JS_ROW_VALUE, NULL},
    {"LOG2E", JS_ROW_VALUE, NULL},
    {"SQRT1_2", JS_ROW_VALUE, NULL},
    {"SQRT2", JS_ROW_VALUE, NULL},
    {"f16round", JS_ROW_VALUE, NULL},
    {"sumPrecise", JS_ROW_VALUE, NULL},
};
JS_TABLE(math, "Math", true, math);
