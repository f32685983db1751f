/* Math, as far as it is the same bits everywhere. */
#include <math.h>

#include "compiler/front/js_builtin.h"

static const struct js_value *number(struct js *js, const struct js_call *call, double n) {
    return js_number(js->arena, n, call->span);
}

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
static double leading_zeros(uint32_t n) {
    double count = 32;
    for (; n; n >>= 1)
        count--;
    return count;
}

MATH_ONE(math_floor, floor(x))
MATH_ONE(math_ceil, ceil(x))
MATH_ONE(math_round, round_half_up(x))
MATH_ONE(math_trunc, trunc(x))
MATH_ONE(math_abs, fabs(x))
MATH_ONE(math_sqrt, sqrt(x))
MATH_ONE(math_sign, isnan(x) || x == 0 ? x : x < 0 ? -1.0 : 1.0)

MATH_ONE(math_fround, (double)(float)x)
MATH_ONE(math_clz32, leading_zeros((uint32_t)js_to_int32(x)))

static const struct js_value *math_imul(struct js *js, const struct js_call *call) {
    double x, y;
    const struct js_value *unknown = NULL;
    if (!js_arg_number(js, call, 0, &x, &unknown) || !js_arg_number(js, call, 1, &y, &unknown))
        return js_refuse(js, unknown);
    uint32_t product = (uint32_t)js_to_int32(x) * (uint32_t)js_to_int32(y);
    return number(js, call, js_to_int32(product));
}

static const struct js_value *math_pow(struct js *js, const struct js_call *call) {
    double x, y;
    const struct js_value *unknown = NULL;
    if (!js_arg_number(js, call, 0, &x, &unknown) || !js_arg_number(js, call, 1, &y, &unknown))
        return js_refuse(js, unknown);
    return js_power(js, x, y, call->span);
}

/* Of powers of two, which are exact; others may differ in the last bit. */
static const struct js_value *math_log2(struct js *js, const struct js_call *call) {
    double x;
    int exponent;
    const struct js_value *unknown = NULL;
    if (!js_arg_number(js, call, 0, &x, &unknown))
        return js_refuse(js, unknown);
    if (!isfinite(x) || x < 1 || frexp(x, &exponent) != 0.5)
        return js_decline(js, call);
    return number(js, call, exponent - 1);
}

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

#define CONSTANT(fn_name, value)                                                                   \
    static const struct js_value *fn_name(struct js *js, const struct js_call *call) {             \
        return number(js, call, (value));                                                          \
    }
CONSTANT(math_pi, 3.141592653589793)
CONSTANT(math_e, 2.718281828459045)
CONSTANT(math_ln10, 2.302585092994046)
CONSTANT(math_ln2, 0.6931471805599453)
CONSTANT(math_log10e, 0.4342944819032518)
CONSTANT(math_log2e, 1.4426950408889634)
CONSTANT(math_sqrt1_2, 0.7071067811865476)
CONSTANT(math_sqrt2, 1.4142135623730951)

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
    {"clz32", JS_ROW_PURE, math_clz32},
    {"cos", JS_ROW_RAW, NULL},
    {"cosh", JS_ROW_RAW, NULL},
    {"exp", JS_ROW_RAW, NULL},
    {"fround", JS_ROW_PURE, math_fround},
    {"hypot", JS_ROW_RAW, NULL},
    {"imul", JS_ROW_PURE, math_imul},
    {"log", JS_ROW_RAW, NULL},
    {"log1p", JS_ROW_RAW, NULL},
    {"log2", JS_ROW_PURE, math_log2},
    {"log10", JS_ROW_RAW, NULL},
    {"sin", JS_ROW_RAW, NULL},
    {"sinh", JS_ROW_RAW, NULL},
    {"tan", JS_ROW_RAW, NULL},
    {"tanh", JS_ROW_RAW, NULL},
    {"E", JS_ROW_VALUE, math_e},
    {"LN10", JS_ROW_VALUE, math_ln10},
    {"LN2", JS_ROW_VALUE, math_ln2},
    {"LOG10E", JS_ROW_VALUE, math_log10e},
    {"LOG2E", JS_ROW_VALUE, math_log2e},
    {"SQRT1_2", JS_ROW_VALUE, math_sqrt1_2},
    {"SQRT2", JS_ROW_VALUE, math_sqrt2},
    {"f16round", JS_ROW_VALUE, NULL},
    {"sumPrecise", JS_ROW_VALUE, NULL},
};
JS_TABLE(math, "Math", true, math);
