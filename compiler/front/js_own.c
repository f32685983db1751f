/* Unknowns that may be an object of the configuration itself: one of several, an item of a list that
 * cannot be listed, the property of an unknown name. What is written through such a value changes an
 * object that is known by another name, and nobody can say which: the configuration is poisoned.
 * Every other unknown comes from outside and can only hold what was handed out, which is open. */
#include "compiler/front/js.h"

static bool is_own_object(const struct js_object *o) {
    switch (o->class) {
    case JS_PLAIN:
    case JS_ARRAY:
    case JS_ENV:
    case JS_ERROR:
    case JS_MAP:
    case JS_SET:
    case JS_ITERATOR:
    case JS_REGEXP:
        return !o->is_escaped;
    case JS_FUNCTION:
        return js_could_write(o->function->node);
    case JS_NATIVE:
    case JS_BUILTIN:
    case JS_OPAQUE:
        break;
    }
    return false;
}

bool js_is_own(const struct js_value *v) {
    bool own = false;
    switch (v->kind) {
    case JS_OBJECT:
        return is_own_object(v->object);
    case JS_UNKNOWN:
        return v->unknown.is_ours;
    case JS_CHOICE:
        for (size_t i = 0; i < v->choice.n; i++)
            own = own || js_is_own(v->choice.at[i].value);
        return own;
    case JS_UNDEFINED:
    case JS_NULL:
    case JS_BOOL:
    case JS_NUMBER:
    case JS_STRING:
        break;
    }
    return false;
}

bool js_holds_own(const struct js_object *o) {
    bool own = o->open && o->open->unknown.is_ours;
    for (size_t i = 0; i < o->props.n && !own; i++)
        own = js_is_own(o->props.at[i].value);
    for (size_t i = 0; i < o->items.n && !own; i++)
        own = o->items.at[i] && js_is_own(o->items.at[i]);
    return own;
}

const struct js_value *js_maybe_own(struct js *js, const struct js_value *v, bool own) {
    if (!own || !v || v->kind != JS_UNKNOWN || v->unknown.is_ours)
        return v;
    struct js_value *out = arena_new(js->arena, struct js_value);
    *out = *v;
    out->unknown.is_ours = true;
    return out;
}

void js_write_unknown(struct js *js, const struct js_value *v) {
    if (v->kind == JS_UNKNOWN && v->unknown.is_ours)
        js_poison(js, v);
}
