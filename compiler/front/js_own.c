/* Unknowns that may be an object of the configuration itself: one of several, an item of a list that
 * cannot be listed, the property of an unknown name. What is written through such a value changes an
 * object that is known by another name, and nobody can say which: the configuration is poisoned.
 * Every other unknown comes from outside and can only hold what was handed out, which is open. */
#include "compiler/front/js_builtin.h"

static bool is_harmless(const struct js_function *fn, unsigned depth);

/* May a function that mentions the name give or change an object of ours by it? */
static bool is_harmless_name(const struct js_function *fn, struct str name, unsigned depth) {
    const struct js_binding *b = js_binding_find(fn->scope, name, false);
    while (b && b->alias)
        b = b->alias;
    if (!b)
        return true; /* the function's own, or one of Node's */
    const struct js_value *v = b->value;
    if (!v || v->kind == JS_CHOICE)
        return false;
    if (v->kind == JS_UNKNOWN)
        return b->is_const && !v->unknown.ours;
    if (v->kind != JS_OBJECT)
        return b->is_const;
    const struct js_object *o = v->object;
    if (o->class == JS_FUNCTION)
        return depth && !o->props.n && is_harmless(o->function, depth - 1);
    return o->class == JS_BUILTIN && o->table != &js_table_globals;
}

static bool is_harmless_node(const struct js_function *fn, const struct js_node *n,
                             unsigned depth) {
    if (n->kind == JS_N_THIS || n->kind == JS_N_SUPER)
        return false;
    bool is_name = n->kind == JS_N_IDENTIFIER || n->kind == JS_N_SHORTHAND_PROPERTY_IDENTIFIER;
    if (is_name && !is_harmless_name(fn, js_node_text(&fn->module->tree, n), depth))
        return false;
    for (const struct js_node *c = n->first; c; c = c->next)
        if (!is_harmless_node(fn, c, depth))
            return false;
    return true;
}

/* Calling it changes nothing, and gives nothing that anybody else holds. */
static bool is_harmless(const struct js_function *fn, unsigned depth) {
    return !fn->class_of && !js_could_write(fn->node) && is_harmless_node(fn, fn->node, depth);
}

static unsigned own_function(const struct js_object *o) {
    enum { CALLED_MOST = 3 }; /* functions that call each other */
    if (o->function->module->is_prelude)
        return 0;
    return o->props.n || !is_harmless(o->function, CALLED_MOST) ? JS_OURS_OBJECT : JS_OURS_FUNCTION;
}

/* A bound function: whatever it was bound to. */
static unsigned own_native(const struct js_object *o) {
    unsigned own = o->bound ? js_is_own(o->bound) : 0;
    for (size_t i = 0; i < o->items.n; i++)
        own |= o->items.at[i] ? js_is_own(o->items.at[i]) : 0;
    return own;
}

static unsigned own_object(const struct js_object *o) {
    switch (o->class) {
    case JS_PLAIN:
    case JS_ARRAY:
    case JS_ARGUMENTS:
    case JS_ENV:
    case JS_ERROR:
    case JS_MAP:
    case JS_SET:
    case JS_ITERATOR:
    case JS_REGEXP:
        return o->is_escaped ? 0 : JS_OURS_OBJECT;
    case JS_FUNCTION:
        return own_function(o);
    case JS_NATIVE:
        return own_native(o);
    case JS_BUILTIN:
        return o->table == &js_table_globals ? JS_OURS_OBJECT : 0;
    case JS_OPAQUE:
        break;
    }
    return 0;
}

unsigned js_is_own(const struct js_value *v) {
    unsigned own = 0;
    switch (v->kind) {
    case JS_OBJECT:
        return own_object(v->object);
    case JS_UNKNOWN:
        return v->unknown.ours;
    case JS_CHOICE:
        for (size_t i = 0; i < v->choice.n; i++)
            own |= js_is_own(v->choice.at[i].value);
        return own;
    case JS_UNDEFINED:
    case JS_NULL:
    case JS_BOOL:
    case JS_NUMBER:
    case JS_STRING:
        break;
    }
    return 0;
}

unsigned js_holds_own(const struct js_object *o) {
    unsigned own = 0;
    for (; o && !(own & JS_OURS_OBJECT); o = o->proto) {
        own |= o->open ? js_is_own(o->open) : 0;
        for (size_t i = 0; i < o->props.n && !(own & JS_OURS_OBJECT); i++)
            own |= js_is_own(o->props.at[i].value);
        for (size_t i = 0; i < o->items.n && !(own & JS_OURS_OBJECT); i++)
            own |= o->items.at[i] ? js_is_own(o->items.at[i]) : 0;
    }
    return own;
}

const struct js_value *js_maybe_own(struct js *js, const struct js_value *v, unsigned own) {
    if (!v || v->kind != JS_UNKNOWN || (v->unknown.ours | own) == v->unknown.ours)
        return v;
    struct js_value *out = arena_new(js->arena, struct js_value);
    *out = *v;
    out->unknown.ours |= (uint8_t)own;
    return out;
}

void js_write_unknown(struct js *js, const struct js_value *v) {
    if (v->kind == JS_UNKNOWN && v->unknown.ours)
        js_poison(js, v);
}

void js_call_unknown(struct js *js, const struct js_value *v) {
    if (v->kind == JS_UNKNOWN && (v->unknown.ours & JS_OURS_OBJECT))
        js_poison(js, v);
}
