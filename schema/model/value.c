/* Reading located values; JavaScript's way of writing numbers and JSON. */
#include "schema/model/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema/base/buf.h"
#include "schema/base/json_out.h"

const struct member *value_member(const struct value *object, struct str key) {
    if (!object || object->kind != VALUE_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->object.n; i++)
        if (str_eq(object->object.at[i].key, key))
            return &object->object.at[i];
    return NULL;
}

const struct value *value_get(const struct value *object, struct str key) {
    const struct member *m = value_member(object, key);
    return m ? m->value : NULL;
}

size_t value_alternatives(const struct value *v) {
    return v->kind == VALUE_CHOICE ? v->choice.n : 1;
}

const struct value *value_alternative(const struct value *v, size_t i) {
    return v->kind == VALUE_CHOICE ? v->choice.at[i].value : v;
}

struct str value_kind_name(const struct value *v) {
    switch (v->kind) {
    case VALUE_UNDEFINED:
        return STR("undefined");
    case VALUE_NULL:
        return STR("null");
    case VALUE_BOOL:
        return v->boolean ? STR("true") : STR("false");
    case VALUE_NUMBER:
        return STR("a number");
    case VALUE_STRING:
        return STR("a string");
    case VALUE_ARRAY:
        return STR("an array");
    case VALUE_OBJECT:
        return STR("an object");
    case VALUE_OTHER:
        return v->other.what;
    case VALUE_UNKNOWN:
        return STR("not known");
    case VALUE_CHOICE:
        return STR("one of several values");
    }
    return STR("");
}

/* ECMA-262 Number::toString: the shortest digits that read back as n, then its placement rules. */
static struct str place_digits(struct arena *a, bool minus, const char *digits, int k, int point) {
    char out[64];
    int n = 0;
    if (minus)
        out[n++] = '-';
    if (k <= point && point <= 21) {
        n += snprintf(out + n, sizeof out - (size_t)n, "%s%0*d", digits, point - k, 0);
        n -= point == k; /* "%0*d" of width 0 still writes one zero */
    } else if (0 < point && point <= 21) {
        n += snprintf(out + n, sizeof out - (size_t)n, "%.*s.%s", point, digits, digits + point);
    } else if (-6 < point && point <= 0) {
        n += snprintf(out + n, sizeof out - (size_t)n, "0.%.*s%s", -point, "000000", digits);
    } else {
        n += snprintf(out + n, sizeof out - (size_t)n, "%c%s%se%+d", digits[0], k > 1 ? "." : "",
                      digits + 1, point - 1);
    }
    return arena_str(a, (struct str){out, (size_t)n});
}

static struct str whole_text(struct arena *a, int64_t n) {
    char text[24];
    size_t at = sizeof text;
    for (uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n; rest || at == sizeof text;
         rest /= 10)
        text[--at] = (char)('0' + rest % 10);
    if (n < 0)
        text[--at] = '-';
    return arena_str(a, (struct str){text + at, sizeof text - at});
}

struct str value_number_text(struct arena *a, double n) {
    if (isnan(n))
        return STR("NaN");
    if (isinf(n))
        return n < 0 ? STR("-Infinity") : STR("Infinity");
    if (n == 0)
        return STR("0");
    char text[40];
    if (fabs(n) < 1e15 && n == floor(n))
        return whole_text(a, (int64_t)n);
    for (int precision = 0; precision < 17; precision++) {
        (void)snprintf(text, sizeof text, "%.*e", precision, n);
        if (strtod(text, NULL) == n)
            break;
    }
    /* text is [-]d[.ddd]e±xx */
    bool minus = text[0] == '-';
    char digits[24];
    int k = 0;
    const char *p = text + minus;
    for (; *p && *p != 'e'; p++)
        if (*p != '.')
            digits[k++] = *p;
    digits[k] = 0;
    return place_digits(a, minus, digits, k, (int)strtol(p + 1, NULL, 10) + 1);
}

static bool json_value(struct json_out *out, struct arena *a, const struct value *v);

static void json_members(struct json_out *out, struct arena *a, const struct value *v) {
    json_begin_object(out);
    for (size_t i = 0; i < v->object.n; i++) {
        const struct value *item = v->object.at[i].value;
        if (item->kind == VALUE_UNDEFINED || (item->kind == VALUE_OTHER && !item->other.text.n))
            continue;
        json_key(out, v->object.at[i].key);
        json_value(out, a, item);
    }
    json_end_object(out);
}

static void json_choice(struct json_out *out, struct arena *a, const struct value *v) {
    json_begin_object(out);
    json_key(out, STR("$choice"));
    json_begin_array(out);
    for (size_t i = 0; i < v->choice.n; i++)
        if (!json_value(out, a, v->choice.at[i].value))
            json_raw(out, STR("null"));
    json_end_array(out);
    json_end_object(out);
}

/* False where JSON.stringify would give undefined (nothing is written then). */
static bool json_value(struct json_out *out, struct arena *a, const struct value *v) {
    switch (v->kind) {
    case VALUE_UNDEFINED:
        return false;
    case VALUE_NULL:
        json_raw(out, STR("null"));
        return true;
    case VALUE_BOOL:
        json_bool(out, v->boolean);
        return true;
    case VALUE_NUMBER:
        json_raw(out, isfinite(v->number) ? value_number_text(a, v->number) : STR("null"));
        return true;
    case VALUE_STRING:
        json_string(out, v->string);
        return true;
    case VALUE_ARRAY:
        json_begin_array(out);
        for (size_t i = 0; i < v->array.n; i++)
            if (!json_value(out, a, v->array.at[i]))
                json_raw(out, STR("null"));
        json_end_array(out);
        return true;
    case VALUE_OBJECT:
        json_members(out, a, v);
        return true;
    case VALUE_OTHER:
        if (v->other.text.n)
            json_raw(out, v->other.text);
        return v->other.text.n > 0;
    case VALUE_UNKNOWN:
        json_begin_object(out);
        json_key(out, STR("$unknown"));
        json_string(out, v->reason);
        json_end_object(out);
        return true;
    case VALUE_CHOICE:
        json_choice(out, a, v);
        return true;
    }
    return false;
}

struct str value_json(struct arena *a, const struct value *v) {
    struct buf b = {0};
    struct json_out out;
    json_out_init(&out, &b, 0);
    json_value(&out, a, v);
    struct str s = arena_str(a, (struct str){b.p, b.n});
    buf_done(&b);
    return s;
}
