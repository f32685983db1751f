/* Map and Set. A key that is not known opens the whole collection. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"

/* The collection that the method is called on, or NULL where it is another thing or open. */
static struct js_object *own(const struct js_call *call, enum js_class class) {
    return call->self && js_is_class(call->self, class) && !call->self->object->open
               ? call->self->object
               : NULL;
}

static const struct js_value *refuse(struct js *js, const struct js_call *call) {
    const struct js_value *self = call->self;
    bool is_open =
        self && (js_is_class(self, JS_MAP) || js_is_class(self, JS_SET)) && self->object->open;
    if (!is_open)
        return js_decline(js, call);
    for (size_t i = 0; i < call->n; i++)
        js_escape(js, call->args[i], self->object->open);
    return js_unknown_from(js, self->object->open);
}

static size_t stride(const struct js_object *o) {
    return o->class == JS_MAP ? 2 : 1;
}

/* Where the key stands; items.n where it does not; SIZE_MAX where *unknown says why not known. */
static size_t find(struct js *js, const struct js_object *o, const struct js_value *key,
                   const struct js_value **unknown) {
    if (!js_is_known(key) || !js_step(js, o->items.n / 8 + 1)) {
        *unknown = key;
        return SIZE_MAX;
    }
    for (size_t i = 0; i < o->items.n; i += stride(o)) {
        const struct js_value *at = js_item(js, o, i);
        if (!js_is_known(at)) {
            *unknown = at;
            return SIZE_MAX;
        }
        if (js_same_value_zero(at, key))
            return i;
    }
    return o->items.n;
}

/* Adds or replaces; what is not known opens the collection. */
static void put(struct js *js, struct js_object *o, const struct js_value *key,
                const struct js_value *value) {
    const struct js_value *unknown = NULL;
    size_t at = find(js, o, key, &unknown);
    if (unknown) {
        js_open(js, o, unknown);
        return;
    }
    if (key->kind == JS_NUMBER && key->number == 0)
        key = js_number(js->arena, 0, key->span);
    js_touch_object(js, o);
    if (at < o->items.n) {
        if (o->class == JS_MAP)
            o->items.at[at + 1] = value;
        return;
    }
    js_push(js, o, js_with_deps(js->arena, key, js->control));
    if (o->class == JS_MAP)
        js_push(js, o, value);
}

static bool fill_map(struct js *js, const struct js_call *call, struct js_object *o,
                     const struct js_value *entry) {
    if (!js_is_known(entry)) {
        js_open(js, o, entry);
        return true;
    }
    if (entry->kind != JS_OBJECT)
        return js_throw(js, call->span, "TypeError", "an entry of a Map is not an object") != NULL;
    const struct js_value *key = js_get(js, entry, STR("0"), call->span);
    const struct js_value *value = key ? js_get(js, entry, STR("1"), call->span) : NULL;
    if (!value)
        return false;
    put(js, o, key, value);
    return true;
}

static const struct js_value *construct(struct js *js, const struct js_call *call,
                                        enum js_class class) {
    struct js_object *o = js_object_new(js, class);
    const struct js_value *from = js_arg(call, 0), *unknown = NULL;
    if (!call->is_new)
        return js_throw(js, call->span, "TypeError", "Constructor %.*s requires 'new'",
                        STR_ARG(call->callee->what));
    const struct js_object *list = NULL;
    if (!js_is_nullish(from)) {
        list = js_iter_list(js, from, SIZE_MAX, &unknown);
        if (!list && !unknown)
            return NULL;
    }
    for (size_t i = 0; list && i < list->items.n && !o->open && js_step(js, 1); i++) {
        const struct js_value *item = js_item(js, list, i);
        if (class == JS_SET)
            put(js, o, item, item);
        else if (!fill_map(js, call, o, item))
            return NULL;
    }
    if (unknown)
        js_open(js, o, unknown);
    return js->is_fatal ? NULL : js_object_value(js->arena, o, call->span);
}

js_native_fn js_make_map, js_make_set;

const struct js_value *js_make_map(struct js *js, const struct js_call *call) {
    return construct(js, call, JS_MAP);
}

const struct js_value *js_make_set(struct js *js, const struct js_call *call) {
    return construct(js, call, JS_SET);
}

static const struct js_value *add(struct js *js, const struct js_call *call, enum js_class class) {
    struct js_object *o = own(call, class);
    if (!o)
        return refuse(js, call);
    put(js, o, js_arg(call, 0),
        js_with_deps(js->arena, js_arg(call, class == JS_MAP), js->control));
    return js->is_fatal ? NULL : call->self;
}

static const struct js_value *map_set(struct js *js, const struct js_call *call) {
    return add(js, call, JS_MAP);
}

static const struct js_value *set_add(struct js *js, const struct js_call *call) {
    return add(js, call, JS_SET);
}

static const struct js_value *map_get(struct js *js, const struct js_call *call) {
    const struct js_object *o = own(call, JS_MAP);
    const struct js_value *unknown = NULL;
    if (!o)
        return refuse(js, call);
    size_t at = find(js, o, js_arg(call, 0), &unknown);
    if (unknown)
        return js_unknown_from(js, unknown);
    return at < o->items.n ? js_item(js, o, at + 1) : js_undefined(js->arena, call->span);
}

static const struct js_value *has(struct js *js, const struct js_call *call, enum js_class class) {
    const struct js_object *o = own(call, class);
    const struct js_value *unknown = NULL;
    if (!o)
        return refuse(js, call);
    size_t at = find(js, o, js_arg(call, 0), &unknown);
    return unknown ? js_unknown_from(js, unknown) : js_bool(js->arena, at < o->items.n, call->span);
}

static const struct js_value *map_has(struct js *js, const struct js_call *call) {
    return has(js, call, JS_MAP);
}

static const struct js_value *set_has(struct js *js, const struct js_call *call) {
    return has(js, call, JS_SET);
}

static const struct js_value *delete (struct js *js, const struct js_call *call,
                                      enum js_class class) {
    struct js_object *o = own(call, class);
    const struct js_value *unknown = NULL;
    if (!o)
        return refuse(js, call);
    size_t at = find(js, o, js_arg(call, 0), &unknown), n = stride(o);
    if (unknown) {
        js_open(js, o, unknown);
        return js_unknown_from(js, unknown);
    }
    bool found = at < o->items.n;
    if (found) {
        js_touch_object(js, o);
        memmove(o->items.at + at, o->items.at + at + n,
                (o->items.n - at - n) * sizeof *o->items.at);
        o->items.n -= n;
        o->removals++;
    }
    return js_bool(js->arena, found, call->span);
}

static const struct js_value *map_delete(struct js *js, const struct js_call *call) {
    return delete (js, call, JS_MAP);
}

static const struct js_value *set_delete(struct js *js, const struct js_call *call) {
    return delete (js, call, JS_SET);
}

static const struct js_value *clear(struct js *js, const struct js_call *call) {
    struct js_object *o = own(call, JS_MAP) ? own(call, JS_MAP) : own(call, JS_SET);
    if (!o)
        return refuse(js, call);
    js_touch_object(js, o);
    o->items.n = 0;
    o->removals++;
    return js_undefined(js->arena, call->span);
}

static const struct js_value *for_each(struct js *js, const struct js_call *call) {
    struct js_object *o = own(call, JS_MAP) ? own(call, JS_MAP) : own(call, JS_SET);
    const struct js_value *f = js_arg(call, 0);
    if (!o)
        return refuse(js, call);
    if (js_is_known(f) && !js_is_callable(f))
        return js_throw(js, call->span, "TypeError", "the callback is not a function");
    uint32_t removals = o->removals;
    for (size_t i = 0; i < o->items.n && js_step(js, 1); i += stride(o)) {
        const struct js_value *args[3] = {js_item(js, o, i + stride(o) - 1), js_item(js, o, i),
                                          call->self};
        struct js_call inner = {.self = js_has_arg(call, 1) ? call->args[1] : NULL,
                                .args = args,
                                .n = ARRAY_LEN(args),
                                .span = call->span};
        if (!js_call_value(js, f, &inner))
            return NULL;
        if (o->open || o->removals != removals) {
            js_poison(js, o->open ? o->open
                                  : js_unknown(js, call->span,
                                               "something is deleted while it is iterated over"));
            break;
        }
    }
    return js->is_fatal ? NULL : js_undefined(js->arena, call->span);
}

static const struct js_value *walk(struct js *js, const struct js_call *call,
                                   enum js_yield yields) {
    struct js_object *o = own(call, JS_MAP) ? own(call, JS_MAP) : own(call, JS_SET);
    return o ? js_iterator(js, o, yields, call->span) : refuse(js, call);
}

static const struct js_value *keys(struct js *js, const struct js_call *call) {
    return walk(js, call, JS_YIELD_KEYS);
}

static const struct js_value *values(struct js *js, const struct js_call *call) {
    return walk(js, call, JS_YIELD_VALUES);
}

static const struct js_value *entries(struct js *js, const struct js_call *call) {
    return walk(js, call, JS_YIELD_ENTRIES);
}

/* What map.values() gives is the second of each pair: js_iterate.c. */
static const struct js_row map_rows[] = {
    {"get", JS_ROW_RAW, map_get},        {"set", JS_ROW_RAW, map_set},
    {"has", JS_ROW_RAW, map_has},        {"delete", JS_ROW_RAW, map_delete},
    {"clear", JS_ROW_RAW, clear},        {"forEach", JS_ROW_RAW, for_each},
    {"keys", JS_ROW_RAW, keys},          {"values", JS_ROW_RAW, values},
    {"entries", JS_ROW_RAW, entries},    {"constructor", JS_ROW_VALUE, NULL},
    {"getOrInsert", JS_ROW_VALUE, NULL}, {"getOrInsertComputed", JS_ROW_VALUE, NULL},
};
JS_TABLE(map_proto, "Map.prototype", true, map_rows);

static const struct js_row set_rows[] = {
    {"add", JS_ROW_RAW, set_add},
    {"has", JS_ROW_RAW, set_has},
    {"delete", JS_ROW_RAW, set_delete},
    {"clear", JS_ROW_RAW, clear},
    {"forEach", JS_ROW_RAW, for_each},
    {"keys", JS_ROW_RAW, keys},
    {"values", JS_ROW_RAW, values},
    {"entries", JS_ROW_RAW, entries},
    {"constructor", JS_ROW_VALUE, NULL},
    /* Node 22 and later. */
    {"union", JS_ROW_VALUE, NULL},
    {"intersection", JS_ROW_VALUE, NULL},
    {"difference", JS_ROW_VALUE, NULL},
    {"symmetricDifference", JS_ROW_VALUE, NULL},
    {"isSubsetOf", JS_ROW_VALUE, NULL},
    {"isSupersetOf", JS_ROW_VALUE, NULL},
    {"isDisjointFrom", JS_ROW_VALUE, NULL},
};
JS_TABLE(set_proto, "Set.prototype", true, set_rows);
