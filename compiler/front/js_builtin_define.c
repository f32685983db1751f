/* Object's statics that look at or make single properties: create, defineProperty, names, frozen. */
#include <math.h>

#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"

js_native_fn js_object_create, js_object_define, js_object_names, js_object_is, js_object_is_frozen,
    js_object_proto_of, js_object_defined;

/* What a descriptor says; false where it is not all known. */
struct descriptor {
    const struct js_value *value, *get, *set;
    bool enumerable, writable, configurable;
};

static bool read_flag(const struct js_prop *p, bool *flag) {
    enum js_truth truth = js_truth(p->value);
    *flag = truth == JS_TRUE;
    return truth != JS_MAYBE;
}

static bool read_descriptor(struct js *js, const struct js_value *v, struct descriptor *d) {
    if (!js_is_class(v, JS_PLAIN) || js_keys_unknown(js, v->object) || v->object->proto)
        return false;
    for (size_t i = 0; i < v->object->props.n; i++) {
        const struct js_prop *p = &v->object->props.at[i];
        bool ok = !p->is_getter;
        if (str_eqz(p->key, "value"))
            d->value = p->value;
        else if (str_eqz(p->key, "get") || str_eqz(p->key, "set"))
            *(str_eqz(p->key, "get") ? &d->get : &d->set) = p->value;
        else if (str_eqz(p->key, "enumerable"))
            ok = ok && read_flag(p, &d->enumerable);
        else if (str_eqz(p->key, "writable"))
            ok = ok && read_flag(p, &d->writable);
        else if (str_eqz(p->key, "configurable"))
            ok = ok && read_flag(p, &d->configurable);
        if (!ok)
            return false;
    }
    return true;
}

/* A getter must change nothing: others rely on that. */
static bool is_quiet_getter(struct js *js, const struct js_value *f) {
    if (!f || f->kind == JS_UNDEFINED)
        return true;
    if (!js_is_class(f, JS_FUNCTION) || f->object->function->module != js->module)
        return false;
    const struct js_node *body = js_node_field(f->object->function->node, JS_F_BODY);
    return body && js_is_quiet(js, body);
}

static bool define(struct js *js, struct js_object *o, struct str key, struct span span,
                   const struct descriptor *d) {
    const struct js_value *nothing = js_undefined(js->arena, span);
    bool is_accessor = d->get || d->set;
    js_define(js, o, key, span,
              is_accessor ? (d->get ? d->get : nothing) : (d->value ? d->value : nothing));
    struct js_prop *p = js_prop_find(o, key);
    if (!p)
        return false;
    p->is_getter = is_accessor;
    p->setter = d->set && d->set->kind != JS_UNDEFINED ? d->set : NULL;
    p->is_hidden = !d->enumerable;
    p->is_readonly = !is_accessor && !d->writable;
    p->is_fixed = !d->configurable;
    return !js->is_fatal;
}

/* A new property of a plain object; redefining one is declined. */
static const struct js_value *define_one(struct js *js, const struct js_call *call,
                                         struct js_object *o, struct str key,
                                         const struct js_value *how) {
    struct descriptor d = {0};
    const struct js_prop *old = js_prop_find(o, key);
    bool fits = !old || (!old->is_getter && !old->maybe && !old->is_fixed);
    if (!fits || o->is_frozen || str_eqz(key, "__proto__") || !read_descriptor(js, how, &d) ||
        !is_quiet_getter(js, d.get))
        return js_decline(js, call);
    if (old) { /* what is not said stays */
        struct descriptor kept = {old->value, NULL, NULL, !old->is_hidden, !old->is_readonly, true};
        const struct js_object *said = how->object;
        d.value = d.value || d.get || d.set ? d.value : kept.value;
        d.enumerable = js_prop_find(said, STR("enumerable")) ? d.enumerable : kept.enumerable;
        d.writable = js_prop_find(said, STR("writable")) ? d.writable : kept.writable;
        d.configurable = js_prop_find(said, STR("configurable")) ? d.configurable : true;
    }
    return define(js, o, key, call->span, &d) ? js_arg(call, 0) : NULL;
}

static bool is_definable(const struct js_value *v) {
    return js_is_class(v, JS_PLAIN) && !v->object->open;
}

const struct js_value *js_object_define(struct js *js, const struct js_call *call) {
    const struct js_value *target = js_arg(call, 0), *unknown = NULL;
    struct str key;
    if (js_is_known(target) && target->kind != JS_OBJECT)
        return js_throw(js, call->span, "TypeError", "Object.defineProperty called on non-object");
    if (!is_definable(target) || !js_is_known(js_arg(call, 1)) || !js_is_known(js_arg(call, 2)))
        return js_decline(js, call);
    if (!js_arg_text(js, call, 1, &key, &unknown))
        return unknown ? js_decline(js, call) : NULL;
    return define_one(js, call, target->object, key, js_arg(call, 2));
}

/* Object.defineProperties(o, list); *done is false where it is declined. */
static const struct js_value *define_list(struct js *js, const struct js_call *call,
                                          struct js_object *o) {
    const struct js_value *list = js_arg(call, 1);
    if (!js_is_class(list, JS_PLAIN) || js_keys_unknown(js, list->object))
        return js_decline(js, call);
    const uint32_t *order = js_prop_order(js->arena, list->object);
    for (size_t i = 0; i < list->object->props.n; i++) {
        const struct js_prop p = list->object->props.at[order[i]];
        if (p.is_hidden)
            continue;
        const struct js_value *v = p.is_getter ? NULL : define_one(js, call, o, p.key, p.value);
        if (!v || !js_is_known(v))
            return p.is_getter ? js_decline(js, call) : v;
    }
    return js_arg(call, 0);
}

const struct js_value *js_object_defined(struct js *js, const struct js_call *call) {
    const struct js_value *target = js_arg(call, 0);
    if (!is_definable(target))
        return js_decline(js, call);
    return define_list(js, call, target->object);
}

const struct js_value *js_object_create(struct js *js, const struct js_call *call) {
    const struct js_value *proto = js_arg(call, 0);
    struct js_object *o = js_object_new(js, JS_PLAIN);
    bool is_plain = proto->kind == JS_NULL || js_is_class(proto, JS_PLAIN);
    if (js_is_known(proto) && proto->kind != JS_NULL && proto->kind != JS_OBJECT)
        return js_throw(js, call->span, "TypeError",
                        "Object prototype may only be an Object or null");
    if (!is_plain)
        return js_decline(js, call);
    o->no_proto = proto->kind == JS_NULL;
    o->proto = proto->kind == JS_OBJECT ? proto->object : NULL;
    const struct js_value *v = js_object_value(js->arena, o, call->span);
    if (!js_has_arg(call, 1))
        return v;
    const struct js_value *done = define_list(js, call, o);
    return done && js_is_known(done) ? v : done;
}

/* Own names, the hidden ones too. */
const struct js_value *js_object_names(struct js *js, const struct js_call *call) {
    const struct js_value *v = js_arg(call, 0);
    struct js_object *out = js_object_new(js, JS_ARRAY);
    if (!js_is_class(v, JS_PLAIN) && !js_is_class(v, JS_ARRAY))
        return js_decline(js, call);
    const struct js_object *o = v->object;
    const struct js_value *why = js_keys_unknown(js, o);
    if (why) {
        js_open(js, out, why);
        return js_object_value(js->arena, out, call->span);
    }
    for (size_t i = 0; i < o->items.n && js_step(js, 1); i++)
        if (o->items.at[i])
            js_push(js, out, js_string(js->arena, arena_fmt(js->arena, "%zu", i), call->span));
    if (o->class == JS_ARRAY)
        js_push(js, out, js_string(js->arena, STR("length"), call->span));
    const uint32_t *order = js_prop_order(js->arena, o);
    for (size_t i = 0; i < o->props.n && js_step(js, 1); i++)
        if (o->props.at[order[i]].key.n == 0 || o->props.at[order[i]].key.p[0] != '\xff')
            js_push(js, out, js_string(js->arena, o->props.at[order[i]].key, call->span));
    return js->is_fatal ? NULL : js_object_value(js->arena, out, call->span);
}

const struct js_value *js_object_is(struct js *js, const struct js_call *call) {
    const struct js_value *x = js_arg(call, 0), *y = js_arg(call, 1);
    bool both = x->kind == JS_NUMBER && y->kind == JS_NUMBER;
    bool same = both ? (isnan(x->number) && isnan(y->number)) ||
                           (x->number == y->number && signbit(x->number) == signbit(y->number))
                     : js_strict_equal(x, y);
    return js_bool(js->arena, same, call->span);
}

/* isFrozen of what Object.freeze froze, of primitives, and of what can plainly be extended. */
const struct js_value *js_object_is_frozen(struct js *js, const struct js_call *call) {
    const struct js_value *v = js_arg(call, 0);
    if (v->kind != JS_OBJECT)
        return js_bool(js->arena, true, call->span);
    bool is_plain = js_is_class(v, JS_PLAIN) || js_is_class(v, JS_ARRAY);
    return is_plain && !v->object->open ? js_bool(js->arena, v->object->is_frozen, call->span)
                                        : js_decline(js, call);
}

const struct js_value *js_object_proto_of(struct js *js, const struct js_call *call) {
    const struct js_value *v = js_arg(call, 0);
    const struct js_object *o = v->kind == JS_OBJECT && !v->object->open ? v->object : NULL;
    if (o && o->proto)
        return js_object_value(js->arena, o->proto, call->span);
    if (o && o->no_proto)
        return js_new(js->arena, JS_NULL, call->span);
    if (js_is_nullish(v))
        return js_throw(js, call->span, "TypeError", "Cannot convert undefined or null to object");
    bool is_odd = !o || o->class == JS_OPAQUE || o->class == JS_BUILTIN ||
                  (o->class == JS_ERROR && !str_eqz(o->what, "Error"));
    if (is_odd)
        return js_maybe_own(
            js, js_unknown(js, call->span, "ecoc does not evaluate the prototype of this"),
            JS_OURS_OBJECT);
    const struct js_table *t = js_class_proto(o);
    t = t ? t : &js_table_object_proto;
    return js_object_value(js->arena, js_builtin_object(js, t), call->span);
}
