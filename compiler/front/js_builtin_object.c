/* Object and Object.prototype. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"

enum listing { LIST_KEYS, LIST_VALUES, LIST_ENTRIES };

static void list_one(struct js *js, const struct js_call *call, struct js_object *out,
                     enum listing kind, struct str key, struct span key_span,
                     const struct js_value *v) {
    const struct js_value *name = js_string(js->arena, key, key_span);
    if (kind == LIST_KEYS || kind == LIST_VALUES) {
        js_push(js, out, kind == LIST_KEYS ? name : v);
        return;
    }
    struct js_object *pair = js_object_new(js, JS_ARRAY);
    js_push(js, pair, name);
    js_push(js, pair, v);
    js_push(js, out, js_object_value(js->arena, pair, call->span));
}

static const struct js_value *list(struct js *js, const struct js_call *call, enum listing kind) {
    const struct js_value *v = js_arg(call, 0);
    if (js_is_nullish(v))
        return js_throw(js, call->span, "TypeError", "Cannot convert undefined or null to object");
    struct js_object *out = js_object_new(js, JS_ARRAY);
    if (v->kind == JS_BOOL || v->kind == JS_NUMBER)
        return js_object_value(js->arena, out, call->span);
    if (v->kind != JS_OBJECT && v->kind != JS_STRING)
        return js_decline(js, call);
    struct js_object *o = v->kind == JS_STRING ? js_text_items(js, v) : v->object;
    const struct js_value *why = js_keys_unknown(js, o);
    if (!why && o->class == JS_ENV) { /* concrete: an ordinary copy has the same keys */
        o = js_object_new(js, JS_PLAIN);
        if (!js_env_spread(js, o, call->span))
            return NULL;
    }
    bool is_listed = o->class == JS_PLAIN || o->class == JS_ARGUMENTS || o->class == JS_ARRAY ||
                     o->class == JS_MAP || o->class == JS_SET;
    if (why || !is_listed) {
        why = why ? why : js_unknown(js, call->span, "ecoc does not list these keys");
        js_open(js, out, js_maybe_own(js, why, js_holds_own(o)));
        return js_object_value(js->arena, out, call->span);
    }
    bool has_items = o->class == JS_ARRAY || o->class == JS_ARGUMENTS;
    for (size_t i = 0; has_items && i < o->items.n && js_step(js, 1); i++)
        if (o->items.at[i])
            list_one(js, call, out, kind, arena_fmt(js->arena, "%zu", i), v->span, o->items.at[i]);
    const uint32_t *order = js_prop_order(js->arena, o);
    for (size_t i = 0; i < o->props.n && js_step(js, 1); i++) {
        const struct js_prop *p = &o->props.at[order[i]];
        if (p->is_hidden)
            continue;
        const struct js_value *value = kind == LIST_KEYS ? p->value : js_read(js, o, p);
        if (!value)
            return NULL;
        list_one(js, call, out, kind, p->key, p->key_span, value);
    }
    return js->is_fatal ? NULL : js_object_value(js->arena, out, call->span);
}

static const struct js_value *object_keys(struct js *js, const struct js_call *call) {
    return list(js, call, LIST_KEYS);
}

static const struct js_value *object_values(struct js *js, const struct js_call *call) {
    return list(js, call, LIST_VALUES);
}

static const struct js_value *object_entries(struct js *js, const struct js_call *call) {
    return list(js, call, LIST_ENTRIES);
}

static const struct js_value *object_assign(struct js *js, const struct js_call *call) {
    const struct js_value *target = js_arg(call, 0);
    if (js_is_nullish(target))
        return js_throw(js, call->span, "TypeError", "Cannot convert undefined or null to object");
    if (target->kind != JS_OBJECT || target->object->class == JS_BUILTIN)
        return js_decline(js, call);
    for (size_t i = 1; i < call->n; i++) {
        bool into_env = target->object->class == JS_ENV && !js_is_known(call->args[i]);
        if (into_env)
            js_open(js, target->object, call->args[i]);
        else if (!js_spread_into(js, target->object, call->args[i], true))
            return NULL;
    }
    return target;
}

static const struct js_value *object_from_entries(struct js *js, const struct js_call *call) {
    const struct js_value *unknown = NULL;
    struct js_object *out = js_object_new(js, JS_PLAIN);
    const struct js_object *list = js_iter_list(js, js_arg(call, 0), SIZE_MAX, &unknown);
    if (!list && !unknown)
        return NULL;
    if (unknown)
        js_open(js, out, unknown);
    for (size_t i = 0; list && i < list->items.n && js_step(js, 1); i++) {
        const struct js_value *pair = js_item(js, list, i);
        struct str key;
        if (!js_is_class(pair, JS_ARRAY) || pair->object->open)
            return js_decline(js, call);
        const struct js_value *name = js_item(js, pair->object, 0);
        if (js_to_text(js, name, &key, &unknown))
            js_define(js, out, key, name->span, js_item(js, pair->object, 1));
        else if (unknown)
            js_open(js, out, unknown);
        else
            return NULL;
    }
    return js->is_fatal ? NULL : js_object_value(js->arena, out, call->span);
}

static const struct js_value *object_freeze(struct js *js, const struct js_call *call) {
    const struct js_value *v = js_arg(call, 0);
    js_write_unknown(js, v);
    if (v->kind != JS_OBJECT)
        return js_is_known(v) ? v : js_decline(js, call);
    bool is_plain = v->object->class == JS_PLAIN || v->object->class == JS_ARRAY;
    if (!is_plain || v->object->open)
        return js_decline(js, call);
    js_touch_object(js, v->object);
    v->object->is_frozen = true;
    return v;
}

static const struct js_value *has_own(struct js *js, const struct js_call *call,
                                      const struct js_value *v, size_t key_at) {
    struct str key;
    uint32_t i;
    const struct js_value *unknown = NULL;
    if (!js_arg_text(js, call, key_at, &key, &unknown))
        return js_refuse(js, unknown);
    if (v->kind != JS_OBJECT)
        return js_decline(js, call);
    const struct js_object *o = v->object;
    if (o->class == JS_ENV) {
        const struct js_value *var = js_env_get(js, key, call->span);
        return js_is_known(var)
                   ? js_with_deps(js->arena, js_bool(js->arena, var->kind == JS_STRING, call->span),
                                  var->deps)
                   : js_unknown_from(js, var);
    }
    if (o->class != JS_PLAIN && o->class != JS_ARRAY)
        return js_decline(js, call);
    const struct js_prop *p = js_prop_find(o, key);
    if (p && !p->maybe)
        return js_bool(js->arena, true, call->span);
    unknown = p ? p->value : o->open;
    if (unknown)
        return js_unknown_from(js, unknown);
    bool is_item =
        o->class == JS_ARRAY &&
        (str_eqz(key, "length") || (js_is_index(key, &i) && i < o->items.n && o->items.at[i]));
    return js_bool(js->arena, is_item, call->span);
}

static const struct js_value *proto_has_own(struct js *js, const struct js_call *call) {
    return call->self ? has_own(js, call, call->self, 0) : js_decline(js, call);
}

static const struct js_value *object_has_own(struct js *js, const struct js_call *call) {
    return has_own(js, call, js_arg(call, 0), 1);
}

static const struct js_value *proto_to_string(struct js *js, const struct js_call *call) {
    if (call->self && call->self->kind == JS_BOOL)
        return js_string(js->arena, call->self->boolean ? STR("true") : STR("false"), call->span);
    if (call->self && js_is_class(call->self, JS_PLAIN))
        return js_string(js->arena, STR("[object Object]"), call->span);
    return js_decline(js, call);
}

static const struct js_value *proto_value_of(struct js *js, const struct js_call *call) {
    return call->self && js_is_known(call->self) ? call->self : js_decline(js, call);
}

static const struct js_row object_proto[] = {
    {"hasOwnProperty", JS_ROW_PURE, proto_has_own},
    {"toString", JS_ROW_PURE, proto_to_string},
    {"valueOf", JS_ROW_PURE, proto_value_of},
    {"isPrototypeOf", JS_ROW_RAW, NULL},
    {"propertyIsEnumerable", JS_ROW_RAW, NULL},
    {"toLocaleString", JS_ROW_RAW, NULL},
    {"constructor", JS_ROW_VALUE, NULL},
    {"__proto__", JS_ROW_VALUE, NULL},
    {"__defineGetter__", JS_ROW_RAW, NULL},
    {"__defineSetter__", JS_ROW_RAW, NULL},
    {"__lookupGetter__", JS_ROW_RAW, NULL},
    {"__lookupSetter__", JS_ROW_RAW, NULL},
};
JS_TABLE(object_proto, "Object.prototype", true, object_proto);

extern js_native_fn js_object_create, js_object_define, js_object_names, js_object_is,
    js_object_is_frozen, js_object_proto_of, js_object_defined;

static const struct js_row object_statics[] = {
    {"keys", JS_ROW_PURE, object_keys},
    {"values", JS_ROW_PURE, object_values},
    {"entries", JS_ROW_PURE, object_entries},
    {"assign", JS_ROW_RAW, object_assign},
    {"fromEntries", JS_ROW_PURE, object_from_entries},
    {"freeze", JS_ROW_RAW, object_freeze},
    {"hasOwn", JS_ROW_PURE, object_has_own},
    /* In Node, and not evaluated. */
    {"getOwnPropertyDescriptor", JS_ROW_RAW, NULL},
    {"getOwnPropertyDescriptors", JS_ROW_RAW, NULL},
    {"getOwnPropertyNames", JS_ROW_PURE, js_object_names},
    {"getOwnPropertySymbols", JS_ROW_RAW, NULL},
    {"is", JS_ROW_PURE, js_object_is},
    {"preventExtensions", JS_ROW_RAW, NULL},
    {"seal", JS_ROW_RAW, NULL},
    {"create", JS_ROW_RAW, js_object_create},
    {"defineProperties", JS_ROW_RAW, js_object_defined},
    {"defineProperty", JS_ROW_RAW, js_object_define},
    {"getPrototypeOf", JS_ROW_PURE, js_object_proto_of},
    {"setPrototypeOf", JS_ROW_RAW, NULL},
    {"isExtensible", JS_ROW_RAW, NULL},
    {"isFrozen", JS_ROW_PURE, js_object_is_frozen},
    {"isSealed", JS_ROW_RAW, NULL},
    {"groupBy", JS_ROW_SCRIPT, NULL},
};
JS_TABLE(object, "Object", true, object_statics);
