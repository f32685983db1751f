/* The located value: what a configuration says, and where.
 *
 * Front ends (YAML, JSON, JavaScript) produce it, bind reads it, lint looks at it. Every value
 * carries the span of the expression that made it and the environment variables it depends on.
 * What cannot be known is VALUE_UNKNOWN with the reason; what is one of several values, by a
 * condition that is not known, is VALUE_CHOICE. Neither is ever an alternative of itself:
 * choices are flat.
 *
 * Late binding: a string that came from `process.env.X`, `process.env.X || 'd'`, `?? 'd'`, or a
 * template or `+` of such parts also carries `late`, the recipe. The payload is then the value
 * under the environment at hand (VALUE_UNKNOWN in symbolic mode, VALUE_UNDEFINED where X is
 * unset). */
#pragma once

#include "schema/base/span.h"

enum value_kind {
    VALUE_UNDEFINED,
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_NUMBER,
    VALUE_STRING, /* UTF-8; lone surrogates as their three-byte form */
    VALUE_ARRAY,
    VALUE_OBJECT,
    VALUE_OTHER,   /* a function, a Date, a Promise, a RegExp ...: `other` names it */
    VALUE_UNKNOWN, /* `reason` says why, in words that follow "because": "X is read from ..." */
    VALUE_CHOICE,
};

enum late_kind { LATE_TEXT, LATE_ENV, LATE_ROOT };

/* `text`; the variable `text` with an optional default; or the directory of the configuration
 * file (`__dirname` of the configuration itself: kept apart so that a plan holds no path of the
 * machine). */
struct late_part {
    enum late_kind kind;
    bool has_default;
    bool empty_is_missing; /* `||`: an empty variable takes the default too; `??`: it does not */
    uint32_t gap; /* number + 1 in front.h's gaps, where the variable was not set; else 0 */
    struct str text;
    struct str fallback;
};

struct late {
    const struct late_part *parts;
    size_t n;
};

/* Names of environment variables, sorted, each once. NULL where there are none. */
struct env_deps {
    const struct str *names;
    size_t n;
};

struct member {
    struct str key;
    struct span key_span;
    const struct value *value;
};

struct choice_alt {
    const struct value *value;
    struct str when; /* "NODE_ENV === 'production'", "otherwise", "API_PORT is set" */
};

struct value {
    enum value_kind kind;
    struct span span;
    const struct env_deps *deps;
    const struct late *late;
    union {
        bool boolean;
        double number;
        struct str string;
        struct {
            const struct value *const *at;
            size_t n;
        } array;
        struct {
            const struct member *at; /* in the language's own order of properties, keys unique */
            size_t n;
        } object;
        struct {
            struct str what; /* "a function", "a Date" */
            struct str text; /* what JSON.stringify gives for it; empty where it gives nothing */
        } other;
        struct {
            struct str reason;
            struct str help; /* what makes it known, where there is something; else empty */
            const struct value *partial; /* an array of what may be in it; NULL: nothing is known */
        };
        struct {
            const struct choice_alt *at;
            size_t n;
        } choice;
    };
};

/* The value of `key`, or NULL; not for choices. */
const struct value *value_get(const struct value *object, struct str key);
const struct member *value_member(const struct value *object, struct str key);

/* The values that `v` may have: itself, or the alternatives of a choice. */
size_t value_alternatives(const struct value *v);
const struct value *value_alternative(const struct value *v, size_t i);

/* "a string", "an array", "undefined", "a function" ... with an article where the word takes
 * one. */
struct str value_kind_name(const struct value *v);

/* The number as JavaScript's String(n) writes it. */
struct str value_number_text(struct arena *a, double n);

/* JavaScript's JSON.stringify of the value without spaces; unknowns and choices are written as
 * {"$unknown":"reason"} and {"$choice":[...]}. Functions and undefined vanish as they do there.
 * "" for a value that JSON.stringify turns into undefined. */
struct str value_json(struct arena *a, const struct value *v);
