/* Number.prototype.toFixed, toPrecision and toExponential: from the exact decimal digits of the
 * number, ties away from zero, as the language says. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/front/js_builtin.h"

js_native_fn js_to_fixed, js_to_precision, js_to_exponential;

/* |n| as d.ddd... times 10 to the exponent: all its digits, exact. */
struct digits {
    char at[1120]; /* a double has at most 767 significant ones */
    int n, exponent;
};

static void digits_of(double n, struct digits *d) {
    char text[1140];
    int length = snprintf(text, sizeof text, "%.1100e", fabs(n));
    char *e = memchr(text, 'e', (size_t)length);
    d->exponent = (int)strtol(e + 1, NULL, 10);
    d->at[0] = text[0];
    d->n = (int)(e - text) - 1;
    memcpy(d->at + 1, text + 2, (size_t)d->n - 1);
}

/* Keeps the first `keep` digits (at least 0), rounded; a carry moves the exponent. */
static void round_to(struct digits *d, int keep) {
    bool up = keep < d->n && d->at[keep] >= '5';
    d->n = keep < d->n ? keep : d->n;
    for (int i = keep - 1; up && i >= 0; i--) {
        up = d->at[i] == '9';
        d->at[i] = up ? '0' : (char)(d->at[i] + 1);
    }
    if (!up)
        return;
    memmove(d->at + 1, d->at, (size_t)d->n);
    d->at[0] = '1';
    d->exponent++;
    d->n += keep == 0; /* one digit where there was none; else the last, a 0, falls off */
}

/* The arguments; *places is -1 where none is given. NULL and *done where the answer is there. */
static const struct js_value *begin(struct js *js, const struct js_call *call, double *places,
                                    bool *go_on) {
    const struct js_value *unknown = NULL;
    *go_on = false;
    if (!call->self || call->self->kind != JS_NUMBER)
        return js_decline(js, call);
    *places = -1;
    if (js_has_arg(call, 0) && !js_arg_number(js, call, 0, places, &unknown))
        return js_refuse(js, unknown);
    *places = js_has_arg(call, 0) ? js_to_integer(*places) : -1;
    *go_on = true;
    return NULL;
}

static const struct js_value *plain_text(struct js *js, const struct js_call *call) {
    return js_string(js->arena, value_number_text(js->arena, call->self->number), call->span);
}

static const struct js_value *out_of_range(struct js *js, const struct js_call *call,
                                           const char *name) {
    return js_throw(js, call->span, "RangeError", "%s argument is out of range", name);
}

const struct js_value *js_to_fixed(struct js *js, const struct js_call *call) {
    double places;
    bool go_on;
    struct digits d;
    const struct js_value *v = begin(js, call, &places, &go_on);
    if (!go_on)
        return v;
    double n = call->self->number;
    places = js_has_arg(call, 0) ? places : 0;
    if (!(places >= 0 && places <= 100))
        return out_of_range(js, call, "toFixed() digits");
    if (!(fabs(n) < 1e21))
        return plain_text(js, call);
    digits_of(n, &d);
    int keep = d.exponent + 1 + (int)places;
    if (n == 0 || keep < 0) {
        d.n = 0;
        d.exponent = -1;
    } else {
        round_to(&d, keep);
    }
    char out[128];
    size_t k = 0;
    if (n < 0)
        out[k++] = '-';
    int first = d.exponent > 0 && d.n ? d.exponent : 0;
    for (int at = first; at >= -(int)places; at--) { /* the power of ten of each digit */
        int i = d.exponent - at;
        if (at == -1)
            out[k++] = '.';
        out[k++] = i >= 0 && i < d.n ? d.at[i] : '0';
    }
    return js_string(js->arena, arena_str(js->arena, (struct str){out, k}), call->span);
}

/* d[.ddd]e+x */
static struct str exponential(struct js *js, bool minus, const struct digits *d) {
    return arena_fmt(js->arena, "%s%c%s%.*se%c%d", minus ? "-" : "", d->at[0], d->n > 1 ? "." : "",
                     d->n - 1, d->at + 1, d->exponent < 0 ? '-' : '+', abs(d->exponent));
}

const struct js_value *js_to_precision(struct js *js, const struct js_call *call) {
    double places;
    bool go_on;
    struct digits d;
    const struct js_value *v = begin(js, call, &places, &go_on);
    if (!go_on)
        return v;
    double n = call->self->number;
    if (!js_has_arg(call, 0) || !isfinite(n))
        return plain_text(js, call);
    if (!(places >= 1 && places <= 100))
        return out_of_range(js, call, "toPrecision()");
    int p = (int)places;
    digits_of(n, &d);
    if (n == 0)
        d.exponent = 0;
    round_to(&d, p);
    if (d.exponent < -6 || d.exponent >= p)
        return js_string(js->arena, exponential(js, n < 0, &d), call->span);
    const char *sign = n < 0 ? "-" : "";
    int whole = d.exponent + 1;
    struct str text =
        whole >= p ? arena_fmt(js->arena, "%s%.*s", sign, p, d.at)
        : whole > 0
            ? arena_fmt(js->arena, "%s%.*s.%.*s", sign, whole, d.at, p - whole, d.at + whole)
            : arena_fmt(js->arena, "%s0.%.*s%.*s", sign, -whole, "0000000", p, d.at);
    return js_string(js->arena, text, call->span);
}

/* Without an argument it has as many digits as are needed: those of the shortest text. */
const struct js_value *js_to_exponential(struct js *js, const struct js_call *call) {
    double places;
    bool go_on;
    struct digits d;
    const struct js_value *v = begin(js, call, &places, &go_on);
    if (!go_on)
        return v;
    double n = call->self->number;
    if (!isfinite(n))
        return plain_text(js, call);
    if (js_has_arg(call, 0) && !(places >= 0 && places <= 100))
        return out_of_range(js, call, "toExponential()");
    digits_of(n, &d);
    if (n == 0)
        d.exponent = 0;
    if (!js_has_arg(call, 0)) {
        char text[40];
        for (places = 0; places < 17; places++) {
            (void)snprintf(text, sizeof text, "%.*e", (int)places, fabs(n));
            if (strtod(text, NULL) == fabs(n))
                break;
        }
    }
    round_to(&d, (int)places + 1);
    return js_string(js->arena, exponential(js, n < 0, &d), call->span);
}
