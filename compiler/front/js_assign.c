/* Assignment, update, and the patterns of destructuring. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"

/* A place that can be assigned: its parts are evaluated once, before the right side. */
struct target {
    const struct js_node *node;
    struct js_scope *scope;
    const struct js_value *base, *key; /* of members */
};

static const struct js_node *unwrap(const struct js_node *n) {
    while (n->kind == JS_N_PARENTHESIZED && n->first && !n->first->next)
        n = n->first;
    return n;
}

static bool open_target(struct js *js, const struct js_node *n, struct js_scope *s,
                        struct target *t) {
    n = unwrap(n);
    *t = (struct target){.node = n, .scope = s};
    if (n->kind != JS_N_MEMBER && n->kind != JS_N_SUBSCRIPT)
        return true;
    if (js_node_marked(n, JS_T_OPTIONAL))
        return js_throw(js, js_span(js, n), "SyntaxError",
                        "Invalid left-hand side in assignment") != NULL;
    if (js_node_field(n, JS_F_OBJECT)->kind == JS_N_SUPER)
        js_poison(js, js_unknown(js, js_span(js, n), "ecoc does not evaluate super here"));
    t->base = js_eval(js, js_node_field(n, JS_F_OBJECT), s);
    if (!t->base)
        return false;
    if (n->kind == JS_N_MEMBER) {
        const struct js_node *name = js_node_field(n, JS_F_PROPERTY);
        struct str key = name->kind == JS_N_PRIVATE_PROPERTY_IDENTIFIER
                             ? js_private_key(js, name, s)
                             : js_source(js, name);
        if (name->kind == JS_N_PRIVATE_PROPERTY_IDENTIFIER && key.p &&
            !js_get_private(js, name, t->base, s)) /* it must be there */
            return false;
        t->key = key.p ? js_string(js->arena, key, js_span(js, name))
                       : js_unknown(js, js_span(js, name), "ecoc does not know this private name");
    } else {
        t->key = js_eval(js, js_node_field(n, JS_F_INDEX), s);
    }
    return t->key != NULL;
}

static const struct js_value *read_target(struct js *js, const struct target *t) {
    if (t->base)
        return js_get_by(js, t->base, t->key, js_span(js, t->node));
    return js_eval(js, t->node, t->scope);
}

static bool write_target(struct js *js, const struct target *t, const struct js_value *v) {
    if (t->base) {
        const struct js_node *name = js_node_field(t->node, JS_F_PROPERTY);
        if (!name)
            name = js_node_field(t->node, JS_F_INDEX);
        return js_set_by(js, t->base, t->key, js_span(js, name), v);
    }
    if (t->node->kind == JS_N_IDENTIFIER)
        return js_assign_name(js, t->scope, js_source(js, t->node), v, js_span(js, t->node));
    return js_throw(js, js_span(js, t->node), "SyntaxError",
                    "Invalid left-hand side in assignment") != NULL;
}

const struct js_value *js_eval_assignment(struct js *js, const struct js_node *n,
                                          struct js_scope *s) {
    const struct js_node *left = js_node_field(n, JS_F_LEFT);
    struct target t;
    const struct js_value *v;
    if (left->kind == JS_N_ARRAY_PATTERN || left->kind == JS_N_OBJECT_PATTERN) {
        v = js_eval(js, js_node_field(n, JS_F_RIGHT), s);
        return v && js_bind_pattern(js, left, v, s, JS_BIND_ASSIGN) ? v : NULL;
    }
    if (!open_target(js, left, s, &t))
        return NULL;
    v = js_eval(js, js_node_field(n, JS_F_RIGHT), s);
    return v && write_target(js, &t, v) ? v : NULL;
}

struct logical_side {
    const struct js_node *node;
    struct target *target;
    const struct js_value *old;
    struct js_scope *scope;
};

static struct js_done assign_side(struct js *js, void *context) {
    const struct logical_side *side = context;
    const struct js_value *v = js_eval(js, js_node_field(side->node, JS_F_RIGHT), side->scope);
    if (!v || !write_target(js, side->target, v))
        return js_thrown();
    return (struct js_done){.flow = JS_NORMAL, .value = v};
}

static struct js_done keep_side(struct js *js, void *context) {
    (void)js;
    const struct logical_side *side = context;
    return (struct js_done){.flow = JS_NORMAL, .value = side->old};
}

/* `a ||= b`: assigns only where b is taken. */
static const struct js_value *assign_logical(struct js *js, const struct js_node *n,
                                             struct target *t, const struct js_value *old,
                                             enum js_token op) {
    struct logical_side side = {n, t, old, t->scope};
    bool assign_if_yes = op == JS_T_AND;
    enum js_truth truth = js_truth(old);
    if (op == JS_T_NULLISH)
        truth = js_is_known(old) ? (js_is_nullish(old) ? JS_FALSE : JS_TRUE) : JS_MAYBE;
    struct js_done done;
    if (truth == JS_MAYBE) {
        struct js_fork fork = {.cond = old,
                               .when = js_when(js, old, js_node_field(n, JS_F_LEFT)),
                               .yes = assign_if_yes ? assign_side : keep_side,
                               .no = assign_if_yes ? keep_side : assign_side,
                               .context = &side};
        done = js_fork(js, &fork, false);
        return done.flow == JS_THROW ? NULL : done.value;
    }
    if ((truth == JS_TRUE) != assign_if_yes) {
        js_gap_test(js, old);
        return old;
    }
    const struct js_value *v = js_eval(js, js_node_field(n, JS_F_RIGHT), t->scope);
    if (!v)
        return NULL;
    if (!assign_if_yes && v->kind != JS_UNDEFINED)
        js_gap_default(js, old, 0, 0);
    v = js_with_deps(js->arena, v, old->deps);
    return write_target(js, t, v) ? v : NULL;
}

const struct js_value *js_eval_augmented(struct js *js, const struct js_node *n,
                                         struct js_scope *s) {
    static const struct {
        uint8_t from, to;
    } ops[] = {
        {JS_T_SET_PLUS, JS_T_PLUS},
        {JS_T_SET_MINUS, JS_T_MINUS},
        {JS_T_SET_STAR, JS_T_STAR},
        {JS_T_SET_SLASH, JS_T_SLASH},
        {JS_T_SET_PERCENT, JS_T_PERCENT},
        {JS_T_SET_POWER, JS_T_POWER},
        {JS_T_SET_SHIFT_LEFT, JS_T_SHIFT_LEFT},
        {JS_T_SET_SHIFT_RIGHT, JS_T_SHIFT_RIGHT},
        {JS_T_SET_SHIFT_UNSIGNED, JS_T_SHIFT_UNSIGNED},
        {JS_T_SET_BIT_AND, JS_T_BIT_AND},
        {JS_T_SET_BIT_OR, JS_T_BIT_OR},
        {JS_T_SET_BIT_XOR, JS_T_BIT_XOR},
        {JS_T_SET_AND, JS_T_AND},
        {JS_T_SET_OR, JS_T_OR},
        {JS_T_SET_NULLISH, JS_T_NULLISH},
    };
    enum js_token op = JS_T_NONE;
    struct target t;
    for (size_t i = 0; i < ARRAY_LEN(ops); i++)
        if (ops[i].from == n->op)
            op = ops[i].to;
    if (!open_target(js, js_node_field(n, JS_F_LEFT), s, &t))
        return NULL;
    const struct js_value *old = read_target(js, &t), *v;
    if (!old)
        return NULL;
    if (op == JS_T_AND || op == JS_T_OR || op == JS_T_NULLISH)
        return assign_logical(js, n, &t, old, op);
    v = js_eval(js, js_node_field(n, JS_F_RIGHT), s);
    v = v ? js_binary(js, op, old, v, n) : NULL;
    return v && write_target(js, &t, v) ? v : NULL;
}

const struct js_value *js_eval_update(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_node *arg = js_node_field(n, JS_F_ARGUMENT);
    const struct js_value *one = js_number(js->arena, 1, js_span(js, n));
    struct target t;
    if (!open_target(js, arg, s, &t))
        return NULL;
    const struct js_value *old = read_target(js, &t);
    const struct js_value *number = old ? js_unary(js, JS_T_PLUS, old, n) : NULL;
    if (!number)
        return NULL;
    enum js_token op = n->op == JS_T_INCREMENT ? JS_T_PLUS : JS_T_MINUS;
    const struct js_value *v = js_binary(js, op, number, one, n);
    if (!v || !write_target(js, &t, v))
        return NULL;
    bool is_prefix = arg->begin > n->begin;
    return is_prefix ? v : number;
}

/* ---- patterns ---- */

static bool bind_name(struct js *js, const struct js_node *n, const struct js_value *v,
                      struct js_scope *s, enum js_bind how) {
    struct str name = js_source(js, n);
    if (how == JS_BIND_ASSIGN || how == JS_BIND_VAR)
        return js_assign_name(js, s, name, v, js_span(js, n));
    struct js_binding *b = js_binding_find(s, name, true);
    if (!b)
        b = js_declare(js, s, name, NULL, how != JS_BIND_VAR, how == JS_BIND_CONST);
    js_binding_set(js, b, v);
    return true;
}

struct default_side {
    const struct js_node *node;
    const struct js_value *value;
    struct js_scope *scope;
};

static struct js_done given_side(struct js *js, void *context) {
    (void)js;
    const struct default_side *d = context;
    return (struct js_done){.flow = JS_NORMAL, .value = d->value};
}

static struct js_done default_side(struct js *js, void *context) {
    const struct default_side *d = context;
    const struct js_value *v = js_eval(js, d->node, d->scope);
    return v ? (struct js_done){.flow = JS_NORMAL, .value = v} : js_thrown();
}

/* v, or the default where v is undefined. */
static const struct js_value *with_default(struct js *js, const struct js_value *v,
                                           const struct js_node *fallback, struct js_scope *s) {
    struct default_side side = {fallback, v, s};
    if (v->kind == JS_UNDEFINED) {
        const struct js_value *other = js_eval(js, fallback, s);
        const struct late *late = other ? js_late_or(js, v, other, false) : NULL;
        if (other && (other->kind != JS_UNDEFINED || fallback->kind == JS_N_UNDEFINED))
            js_gap_default(js, v, 0, 0);
        other = other && v->deps ? js_with_deps(js->arena, other, v->deps) : other;
        return late ? js_with_late(js->arena, other, late) : other;
    }
    if (js_is_known(v))
        return v->late ? js_with_late(js->arena, v, NULL) : v;
    struct str when =
        v->kind == JS_UNKNOWN && v->unknown.when.n ? v->unknown.when : STR("it is given");
    struct js_fork fork = {v, when, given_side, default_side, &side};
    struct js_done done = js_fork(js, &fork, false);
    return done.flow == JS_THROW ? NULL : js_with_deps(js->arena, done.value, v->deps);
}

static bool bind_array(struct js *js, const struct js_node *n, const struct js_value *v,
                       struct js_scope *s, enum js_bind how) {
    size_t i = 0, most = 0;
    const struct js_value *unknown = NULL;
    for (const struct js_node *c = n->first; c; c = c->next)
        most = c->kind == JS_N_REST_PATTERN ? SIZE_MAX : most + 1;
    const struct js_object *list = js_iter_list(js, v, most, &unknown);
    if (!list && !unknown)
        return false;
    for (const struct js_node *c = n->first; c; c = c->next, i++) {
        if (c->kind == JS_N_HOLE)
            continue;
        const struct js_value *item = unknown
                                          ? js_unknown_from(js, unknown)
                                          : js_with_deps(js->arena, js_item(js, list, i), v->deps);
        if (c->kind == JS_N_REST_PATTERN) {
            struct js_object *rest = js_object_new(js, JS_ARRAY);
            for (; list && i < list->items.n; i++)
                js_push(js, rest, js_item(js, list, i));
            if (unknown)
                js_open(js, rest, unknown);
            item = js_object_value(js->arena, rest, v->span);
            c = c->first;
            return js_bind_pattern(js, c, item, s, how);
        }
        if (!js_bind_pattern(js, c, item, s, how))
            return false;
    }
    return true;
}

/* The rest of an object: its own properties but for those named before. */
static bool bind_rest(struct js *js, const struct js_node *n, const struct js_value *v,
                      struct js_scope *s, enum js_bind how, const struct js_object *seen) {
    struct js_object *rest = js_object_new(js, JS_PLAIN);
    if (!js_spread_into(js, rest, v, false))
        return false;
    for (size_t i = 0; i < seen->items.n; i++) {
        const struct js_value *base = js_object_value(js->arena, rest, v->span);
        if (rest->open && !rest->open_env)
            break;
        if (rest->open)
            js_define(js, rest, seen->items.at[i]->string, v->span,
                      js_undefined(js->arena, v->span));
        else if (!js_delete(js, base, seen->items.at[i]->string, v->span))
            return false;
    }
    return js_bind_pattern(js, n->first, js_object_value(js->arena, rest, v->span), s, how);
}

static bool bind_object(struct js *js, const struct js_node *n, const struct js_value *v,
                        struct js_scope *s, enum js_bind how) {
    struct js_object *seen = js_object_new(js, JS_ARRAY);
    if (js_is_nullish(v))
        return js_throw(js, js_span(js, n), "TypeError", "Cannot destructure the value, it is %s",
                        v->kind == JS_NULL ? "null" : "undefined") != NULL;
    for (const struct js_node *c = n->first; c; c = c->next) {
        const struct js_value *unknown = NULL, *item;
        if (c->kind == JS_N_REST_PATTERN)
            return bind_rest(js, c, v, s, how, seen);
        const struct js_node *name = c->kind == JS_N_PAIR_PATTERN ? js_node_field(c, JS_F_KEY)
                                     : c->kind == JS_N_OBJECT_ASSIGNMENT_PATTERN
                                         ? js_node_field(c, JS_F_LEFT)
                                         : c;
        struct str key;
        if (!js_property_key(js, name, s, &key, &unknown))
            return false;
        if (key.p)
            js_push(js, seen, js_string(js->arena, key, js_span(js, name)));
        js->may_throw = js->may_throw || v->kind == JS_UNKNOWN;
        item = key.p ? js_get(js, v, key, js_span(js, name))
                     : js_maybe_own(js, js_unknown_from(js, unknown),
                                    v->kind == JS_OBJECT ? js_holds_own(v->object) : js_is_own(v));
        if (!item || !js_bind_pattern(js, c, item, s, how))
            return false;
    }
    return true;
}

bool js_bind_pattern(struct js *js, const struct js_node *pattern, const struct js_value *value,
                     struct js_scope *s, enum js_bind how) {
    struct target t;
    switch (pattern->kind) {
    case JS_N_IDENTIFIER:
    case JS_N_SHORTHAND_PATTERN:
        return bind_name(js, pattern, value, s, how);
    case JS_N_UNDEFINED: /* a parameter may have that name */
        return how == JS_BIND_ASSIGN || bind_name(js, pattern, value, s, how);
    case JS_N_PAIR_PATTERN:
        return js_bind_pattern(js, js_node_field(pattern, JS_F_VALUE), value, s, how);
    case JS_N_ASSIGNMENT_PATTERN:
    case JS_N_OBJECT_ASSIGNMENT_PATTERN:
        value = with_default(js, value, js_node_field(pattern, JS_F_RIGHT), s);
        return value && js_bind_pattern(js, js_node_field(pattern, JS_F_LEFT), value, s, how);
    case JS_N_ARRAY_PATTERN:
        return bind_array(js, pattern, value, s, how);
    case JS_N_OBJECT_PATTERN:
        return bind_object(js, pattern, value, s, how);
    default:
        return open_target(js, pattern, s, &t) && write_target(js, &t, value);
    }
}
