/* Operators on values; unknowns stay unknown, choices are computed one by one. */
#include <math.h>

#include "compiler/front/js_prelude.h"
#include "compiler/front/js_text.h"

struct operation {
    enum js_token op;
    const struct js_value *x, *y;
    struct span span;
    struct str when;
};

static bool is_condition(enum js_token op) {
    return (op >= JS_T_LESS && op <= JS_T_NOT_SAME) || op == JS_T_IN || op == JS_T_INSTANCEOF ||
           op == JS_T_NOT;
}

const struct js_value *js_power(struct js *js, double x, double y, struct span span) {
    double n = pow(x, y);
    bool is_exact = x == trunc(x) && y == trunc(y) && y >= 0 && fabs(n) <= 9007199254740992.0;
    if (isnan(y) || y == 0 || (is_exact && isfinite(x)))
        return js_number(js->arena, isnan(y) ? NAN : n, span);
    return js_unknown(js, span, "ecoc does not compute this power exactly");
}

static const struct js_value *arithmetic(struct js *js, const struct operation *o, double x,
                                         double y) {
    double n = 0;
    uint32_t shift = (uint32_t)js_to_int32(y) & 31, ux = (uint32_t)js_to_int32(x),
             uy = (uint32_t)js_to_int32(y);
    switch (o->op) {
    case JS_T_MINUS:
        n = x - y;
        break;
    case JS_T_STAR:
        n = x * y;
        break;
    case JS_T_SLASH:
        n = x / y;
        break;
    case JS_T_PERCENT:
        n = fmod(x, y);
        break;
    case JS_T_POWER:
        return js_power(js, x, y, o->span);
    case JS_T_SHIFT_LEFT:
        n = js_to_int32((double)(uint32_t)(ux << shift));
        break;
    case JS_T_SHIFT_RIGHT: /* the sign is carried in by hand: >> of a negative is not C's promise */
        n = js_to_int32((double)(ux >> shift | (ux >> 31 && shift ? ~(UINT32_MAX >> shift) : 0)));
        break;
    case JS_T_SHIFT_UNSIGNED:
        n = (double)(ux >> shift);
        break;
    case JS_T_BIT_AND:
        n = js_to_int32((double)(ux & uy));
        break;
    case JS_T_BIT_OR:
        n = js_to_int32((double)(ux | uy));
        break;
    case JS_T_BIT_XOR:
        n = js_to_int32((double)(ux ^ uy));
        break;
    default:
        return js_unknown(js, o->span, "ecoc does not evaluate %s", js_token_text(o->op));
    }
    return js_number(js->arena, n, o->span);
}

static const struct js_value *numbers(struct js *js, const struct operation *o) {
    double x, y;
    const struct js_value *unknown = NULL;
    if (!js_to_number(js, o->x, &x, &unknown) || !js_to_number(js, o->y, &y, &unknown))
        return unknown ? js_unknown_from(js, unknown) : NULL;
    return arithmetic(js, o, x, y);
}

/* A recipe for x + y only where one of them is certainly a string: with a default that is a number
 * and a number beside it, + would add. */
static bool is_certain_text(const struct js_value *v) {
    if (!v->late)
        return v->kind == JS_STRING;
    for (size_t i = 0; i < v->late->n; i++)
        if (v->late->parts[i].kind == LATE_TEXT)
            return true;
    return false;
}

static const struct late *plus_late(struct js *js, const struct operation *o) {
    if (!is_certain_text(o->x) && !is_certain_text(o->y))
        return NULL;
    return js_late_concat(js, o->x, o->y);
}

static const struct js_value *plus(struct js *js, const struct operation *o) {
    const struct js_value *x = js_to_primitive(js, o->x, false), *unknown = NULL;
    const struct js_value *y = x ? js_to_primitive(js, o->y, false) : NULL;
    if (!y)
        return NULL;
    if (!js_is_known(x) || !js_is_known(y))
        return js_unknown_from(js, js_is_known(x) ? y : x);
    double p, q;
    struct str s, t;
    if (x->kind != JS_STRING && y->kind != JS_STRING)
        return js_to_number(js, x, &p, &unknown) && js_to_number(js, y, &q, &unknown)
                   ? js_number(js->arena, p + q, o->span)
                   : NULL;
    if (!js_to_text(js, x, &s, &unknown) || !js_to_text(js, y, &t, &unknown))
        return NULL;
    if (s.n + t.n > JS_TEXT_MOST)
        return js_too_large(js, o->span, "a string grows over 16 MB");
    if (!js_step(js, (s.n + t.n) / 64))
        return NULL;
    return js_string(js->arena, js_text_join(js->arena, s, t), o->span);
}

static bool loose_number(struct js *js, const struct js_value *x, const struct js_value *y,
                         bool *equal, const struct js_value **unknown) {
    double p, q;
    if (!js_to_number(js, x, &p, unknown) || !js_to_number(js, y, &q, unknown))
        return false;
    *equal = p == q;
    return true;
}

/* ==; false where thrown or unknown. */
static bool loose_equal(struct js *js, const struct js_value *x, const struct js_value *y,
                        bool *equal, const struct js_value **unknown) {
    *equal = false;
    if (x->kind == y->kind) {
        *equal = js_strict_equal(x, y);
        return true;
    }
    if (js_is_nullish(x) || js_is_nullish(y)) {
        *equal = js_is_nullish(x) && js_is_nullish(y);
        return true;
    }
    if (x->kind == JS_OBJECT || y->kind == JS_OBJECT) {
        const struct js_value *p = js_to_primitive(js, x, false);
        const struct js_value *q = p ? js_to_primitive(js, y, false) : NULL;
        if (!q)
            return false;
        if (!js_is_known(p) || !js_is_known(q)) {
            *unknown = js_is_known(p) ? q : p;
            return false;
        }
        return loose_equal(js, p, q, equal, unknown);
    }
    return loose_number(js, x, y, equal, unknown);
}

static const struct js_value *relation(struct js *js, const struct operation *o) {
    const struct js_value *x = js_to_primitive(js, o->x, false), *unknown = NULL;
    const struct js_value *y = x ? js_to_primitive(js, o->y, false) : NULL;
    double p, q;
    if (!y)
        return NULL;
    if (x->kind == JS_STRING && y->kind == JS_STRING) {
        p = js_text_compare(x->string, y->string);
        q = 0;
    } else if (!js_to_number(js, x, &p, &unknown) || !js_to_number(js, y, &q, &unknown)) {
        return unknown ? js_unknown_from(js, unknown) : NULL;
    }
    bool b = o->op == JS_T_LESS         ? p < q
             : o->op == JS_T_LESS_EQUAL ? p <= q
             : o->op == JS_T_GREATER    ? p > q
                                        : p >= q;
    return js_bool(js->arena, b, o->span);
}

/* Is what it inherits not all listed? */
static bool inherits_oddly(const struct js_object *o) {
    for (; o; o = o->proto)
        if (o->open || o->class != JS_PLAIN || o->table)
            return true;
    return false;
}

static const struct js_value *has_property(struct js *js, const struct operation *o) {
    struct str key;
    const struct js_value *unknown = NULL;
    if (o->y->kind != JS_OBJECT)
        return js_throw(js, o->span, "TypeError", "Cannot use 'in' operator on a primitive");
    const struct js_object *object = o->y->object;
    if (!js_to_text(js, o->x, &key, &unknown))
        return unknown ? js_unknown_from(js, unknown) : NULL;
    if (object->class == JS_ENV) {
        const struct js_value *v = js_env_get(js, key, o->span);
        js_gap_test(js, v);
        return js_is_known(v)
                   ? js_with_deps(js->arena, js_bool(js->arena, v->kind == JS_STRING, o->span),
                                  v->deps)
                   : js_unknown_from(js, v);
    }
    const struct js_prop *p = js_prop_find(object, key);
    if (p && !p->maybe)
        return js_bool(js->arena, true, o->span);
    uint32_t i;
    if (object->class == JS_ARRAY && !object->open && js_is_index(key, &i))
        return js_bool(js->arena, i < object->items.n && object->items.at[i], o->span);
    unknown = js_keys_unknown(js, object);
    if (unknown)
        return js_unknown_from(js, unknown);
    const struct js_value *v = js_get(js, o->y, key, o->span);
    if (js_find_inherited(object, key) && v)
        return js_bool(js->arena, true, o->span);
    if (!v || !js_is_known(v) || object->class != JS_PLAIN || inherits_oddly(object))
        return v ? js_unknown(js, o->span, "ecoc does not evaluate `in` here") : NULL;
    return js_bool(js->arena, v->kind != JS_UNDEFINED, o->span);
}

/* Is the object an instance of the built-in of that name? */
static enum js_truth is_instance(const struct js_object *o, struct str name, bool is_callable) {
    static const struct {
        const char *name;
        enum js_class class;
    } classes[] = {{"Array", JS_ARRAY},
                   {"Map", JS_MAP},
                   {"Set", JS_SET},
                   {"Error", JS_ERROR},
                   {"RegExp", JS_REGEXP}};
    if (o->class == JS_ERROR && str_ends(name, STR("Error")) && !o->open)
        return str_eqz(name, "Error") || str_eq(o->what, name) ? JS_TRUE : JS_FALSE;
    if (o->class == JS_OPAQUE || o->class == JS_BUILTIN || o->class == JS_ENV || o->proto ||
        o->no_proto || o->table || (o->open && o->class == JS_PLAIN))
        return JS_MAYBE;
    for (size_t i = 0; i < ARRAY_LEN(classes); i++)
        if (str_eqz(name, classes[i].name))
            return o->class == classes[i].class ? JS_TRUE : JS_FALSE;
    if (str_ends(name, STR("Error")))
        return o->class == JS_ERROR && str_eq(o->what, name) ? JS_TRUE : JS_FALSE;
    if (str_eqz(name, "Function"))
        return is_callable ? JS_TRUE : JS_FALSE;
    if (str_eqz(name, "Object"))
        return JS_TRUE;
    static const char *const others[] = {"Symbol", "Date",    "Promise", "String",
                                         "Number", "Boolean", "WeakMap", "WeakSet"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        if (str_eqz(name, others[i]))
            return JS_FALSE;
    return JS_MAYBE;
}

/* An instance of the configuration's own function: its prototype is among what x inherits. */
static enum js_truth is_own_instance(struct js *js, const struct js_object *x,
                                     struct js_object *f) {
    const struct js_object *wanted = js_prototype_of(js, f);
    if (!wanted || f->open)
        return JS_MAYBE;
    for (; x; x = x->proto) {
        if (x->proto == wanted)
            return JS_TRUE;
        if (x->open || x->class == JS_OPAQUE)
            return JS_MAYBE;
    }
    return JS_FALSE;
}

static const struct js_value *instance_of(struct js *js, const struct operation *o) {
    if (!js_is_callable(o->y))
        return js_throw(js, o->span, "TypeError",
                        "Right-hand side of 'instanceof' is not callable");
    enum js_truth truth = JS_MAYBE;
    if (o->x->kind != JS_OBJECT)
        truth = JS_FALSE;
    else if (js_is_class(o->y, JS_FUNCTION))
        truth = is_own_instance(js, o->x->object, o->y->object);
    else if (js_is_class(o->y, JS_NATIVE) && js_url_href(js, o->x))
        truth = str_eqz(o->y->object->what, "URL") || str_eqz(o->y->object->what, "Object");
    else if (js_is_class(o->y, JS_NATIVE) &&
             !memchr(o->y->object->what.p, '.', o->y->object->what.n))
        truth = is_instance(o->x->object, o->y->object->what, js_is_callable(o->x));
    return truth == JS_MAYBE
               ? js_unknown(js, o->span, "ecoc does not know whether this is an instance")
               : js_bool(js->arena, truth == JS_TRUE, o->span);
}

static const struct js_value *equality(struct js *js, const struct operation *o) {
    bool equal = false;
    const struct js_value *unknown = NULL;
    if (o->op == JS_T_SAME || o->op == JS_T_NOT_SAME)
        equal = js_strict_equal(o->x, o->y);
    else if (!loose_equal(js, o->x, o->y, &equal, &unknown))
        return unknown ? js_unknown_from(js, unknown) : NULL;
    bool wanted = o->op == JS_T_SAME || o->op == JS_T_EQUAL;
    return js_bool(js->arena, equal == wanted, o->span);
}

static const struct js_value *known_binary(struct js *js, const struct operation *o) {
    switch (o->op) {
    case JS_T_PLUS:
        return plus(js, o);
    case JS_T_EQUAL:
    case JS_T_NOT_EQUAL:
    case JS_T_SAME:
    case JS_T_NOT_SAME:
        return equality(js, o);
    case JS_T_LESS:
    case JS_T_LESS_EQUAL:
    case JS_T_GREATER:
    case JS_T_GREATER_EQUAL:
        return relation(js, o);
    case JS_T_IN:
        return has_property(js, o);
    case JS_T_INSTANCEOF:
        return instance_of(js, o);
    default:
        return numbers(js, o);
    }
}

static const struct js_value *binary_one(struct js *js, const struct js_value *y, void *context) {
    struct operation o = *(struct operation *)context;
    o.y = y;
    const struct js_value *v;
    bool is_text = o.x->kind == JS_UNKNOWN && o.x->unknown.is_env; /* or undefined */
    if (o.op == JS_T_INSTANCEOF && is_text && js_is_callable(o.y)) {
        v = js_bool(js->arena, false, o.span);
    } else if (js_is_known(o.x) && js_is_known(o.y)) {
        v = known_binary(js, &o);
    } else {
        js->may_throw = js->may_throw || o.op == JS_T_IN || o.op == JS_T_INSTANCEOF;
        v = js_unknown_from(js, js_is_known(o.x) ? o.y : o.x);
    }
    if (!v)
        return NULL;
    v = js_with_deps(js->arena, v, js_deps_union(js->arena, o.x->deps, o.y->deps));
    return js_with_late(js->arena, v, o.op == JS_T_PLUS ? plus_late(js, &o) : NULL);
}

static const struct js_value *binary_left(struct js *js, const struct js_value *x, void *context) {
    struct operation o = *(struct operation *)context;
    o.x = x;
    return js_map(js, o.y, binary_one, &o);
}

/* What a condition's result says when it is not known: its own words. */
static const struct js_value *collapse(struct js *js, const struct js_value *v,
                                       const struct js_node *n) {
    if (!v || js_is_known(v))
        return v;
    const struct js_value *from = js_unknown_from(js, v);
    struct js_value *out = arena_new(js->arena, struct js_value);
    *out = *from;
    out->unknown.when = (struct str){"", 0};
    out->unknown.when = js_when(js, out, n);
    out->unknown.is_bool = true;
    return out;
}

/* `=== undefined`, `!= null`: a comparison with this asks whether the other side is there. */
static bool is_test_of(enum js_token op, const struct js_value *v) {
    bool compares =
        op == JS_T_EQUAL || op == JS_T_NOT_EQUAL || op == JS_T_SAME || op == JS_T_NOT_SAME;
    return compares && js_is_nullish(v) && !v->deps;
}

const struct js_value *js_binary(struct js *js, enum js_token op, const struct js_value *x,
                                 const struct js_value *y, const struct js_node *n) {
    struct operation o = {.op = op, .x = x, .y = y, .span = js_span(js, n)};
    if (is_test_of(op, y))
        js_gap_test(js, x);
    if (is_test_of(op, x))
        js_gap_test(js, y);
    const struct js_value *v = js_map(js, x, binary_left, &o);
    if (v && op == JS_T_PLUS && (x->kind == JS_CHOICE || y->kind == JS_CHOICE))
        v = js_with_late(js->arena, v, plus_late(js, &o));
    return is_condition(op) ? collapse(js, v, n) : v;
}

static struct str type_name(const struct js_value *v) {
    switch (v->kind) {
    case JS_UNDEFINED:
        return STR("undefined");
    case JS_NULL:
        return STR("object");
    case JS_BOOL:
        return STR("boolean");
    case JS_NUMBER:
        return STR("number");
    case JS_STRING:
        return STR("string");
    case JS_OBJECT:
        return js_is_callable(v) ? STR("function") : STR("object");
    case JS_UNKNOWN:
    case JS_CHOICE:
        break;
    }
    return STR("");
}

static const struct js_value *unary_one(struct js *js, const struct js_value *v, void *context) {
    const struct operation *o = context;
    const struct js_value *unknown = NULL, *out = NULL;
    double n;
    if (o->op == JS_T_VOID)
        return js_undefined(js->arena, o->span);
    if (o->op == JS_T_TYPEOF && v->kind == JS_UNKNOWN && v->unknown.is_env)
        return js_choose(js, v, v->unknown.when, js_string(js->arena, STR("string"), o->span),
                         js_string(js->arena, STR("undefined"), o->span));
    if (!js_is_known(v))
        return js_unknown_from(js, v);
    if (o->op == JS_T_NOT)
        out = js_bool(js->arena, js_truth(v) == JS_FALSE, o->span);
    else if (o->op == JS_T_TYPEOF)
        out = js_string(js->arena, type_name(v), o->span);
    else if (!js_to_number(js, v, &n, &unknown))
        return unknown ? js_unknown_from(js, unknown) : NULL;
    else
        out = js_number(js->arena,
                        o->op == JS_T_MINUS  ? -n
                        : o->op == JS_T_PLUS ? n
                                             : ~js_to_int32(n),
                        o->span);
    return js_with_deps(js->arena, out, v->deps);
}

const struct js_value *js_unary(struct js *js, enum js_token op, const struct js_value *v,
                                const struct js_node *n) {
    struct operation o = {.op = op, .span = js_span(js, n)};
    if (op == JS_T_NOT || op == JS_T_TYPEOF || op == JS_T_VOID)
        js_gap_test(js, v);
    const struct js_value *out = js_map(js, v, unary_one, &o);
    return is_condition(op) ? collapse(js, out, n) : out;
}
