/* Walking arrays, strings, maps, sets and their iterators, live: what the body adds is visited. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"
#include "compiler/front/js_text.h"

/* The characters of a string, or a walkable object; NULL where v is neither. */
static struct js_object *source_of(struct js *js, const struct js_value *v) {
    struct js_object *o = v->kind == JS_OBJECT ? v->object : NULL;
    if (v->kind == JS_STRING) {
        o = js_object_new(js, JS_ARRAY);
        for (struct str rest = v->string, one; js_text_next(&rest, &one) && js_step(js, 1);)
            js_push(js, o, js_string(js->arena, one, v->span));
    }
    bool is_walkable = o && (o->class == JS_ARRAY || o->class == JS_ARGUMENTS ||
                             o->class == JS_MAP || o->class == JS_SET || o->class == JS_ITERATOR);
    return is_walkable && !o->open ? o : NULL;
}

static bool is_never_iterable(const struct js_value *v) {
    return js_is_nullish(v) || v->kind == JS_BOOL || v->kind == JS_NUMBER ||
           (js_is_class(v, JS_PLAIN) && !v->object->open && !v->object->proto) ||
           js_is_callable(v) || (js_is_class(v, JS_ERROR) && !v->object->open);
}

bool js_iter_open(struct js *js, struct js_iter *it, const struct js_value *v,
                  const struct js_value **unknown) {
    struct js_object *o = source_of(js, v);
    *it = (struct js_iter){.source = o};
    if (!o && is_never_iterable(v))
        return js_throw(js, v->span, "TypeError", "the value is not iterable") != NULL;
    if (!o) {
        js->may_throw = true;
        *unknown = v->kind == JS_OBJECT && v->object->open ? js_unknown_from(js, v->object->open)
                   : js_is_known(v) ? js_unknown(js, v->span, "ecoc does not iterate over this")
                                    : v;
        return false;
    }
    if (o->class == JS_MAP)
        it->yields = JS_YIELD_ENTRIES;
    if (o->class == JS_ITERATOR) {
        it->iterator = o;
        it->source = o->source;
        it->at = o->next;
        it->yields = o->yields;
    }
    it->removals = it->iterator ? it->iterator->removals : it->source->removals;
    return true;
}

static const struct js_value *pair(struct js *js, const struct js_value *x,
                                   const struct js_value *y) {
    struct js_object *o = js_object_new(js, JS_ARRAY);
    js_push(js, o, x);
    js_push(js, o, y);
    return js_object_value(js->arena, o, js->place);
}

static const struct js_value *item_at(struct js *js, const struct js_iter *it) {
    const struct js_object *o = it->source;
    size_t i = it->at;
    const struct js_value *key = NULL, *value = js_item(js, o, i);
    if (o->class == JS_MAP) {
        key = value;
        value = js_item(js, o, i + 1);
    } else if (it->yields != JS_YIELD_VALUES) {
        key = o->class == JS_SET ? value : js_number(js->arena, (double)i, js->place);
    }
    switch (it->yields) {
    case JS_YIELD_VALUES:
        return value;
    case JS_YIELD_KEYS:
        return key;
    case JS_YIELD_ENTRIES:
        return pair(js, key, value);
    }
    return value;
}

const struct js_value *js_iter_next(struct js *js, struct js_iter *it) {
    const struct js_object *o = it->source;
    if (it->at == SIZE_MAX || js->is_fatal)
        return NULL;
    if (o->open || it->removals != o->removals) {
        it->doubt =
            o->open ? o->open
                    : js_unknown(js, js->place, "something is deleted while it is iterated over");
        return NULL;
    }
    const struct js_value *v = it->at < o->items.n ? item_at(js, it) : NULL;
    it->at = v ? it->at + (o->class == JS_MAP ? 2 : 1) : SIZE_MAX;
    if (it->iterator) {
        js_touch_object(js, it->iterator);
        it->iterator->next = it->at;
    }
    return v;
}

struct js_object *js_iter_list(struct js *js, const struct js_value *v, size_t most,
                               const struct js_value **unknown) {
    struct js_iter it;
    if (!js_iter_open(js, &it, v, unknown))
        return NULL;
    if (it.source->class == JS_ARRAY && !it.iterator)
        return it.source;
    struct js_object *out = js_object_new(js, JS_ARRAY);
    const struct js_value *item;
    while (out->items.n < most && js_step(js, 1) && (item = js_iter_next(js, &it)))
        js_push(js, out, item);
    *unknown = it.doubt;
    return it.doubt || js->is_fatal ? NULL : out;
}

const struct js_value *js_iterator(struct js *js, struct js_object *source, enum js_yield yields,
                                   struct span span) {
    struct js_object *o = js_object_new(js, JS_ITERATOR);
    o->source = source;
    o->yields = (uint8_t)yields;
    o->removals = source->removals;
    return js_object_value(js->arena, o, span);
}

/* ---- the iterator itself ---- */

static const struct js_value *iterator_next(struct js *js, const struct js_call *call) {
    struct js_iter it;
    const struct js_value *unknown = NULL;
    if (!call->self || !js_is_class(call->self, JS_ITERATOR))
        return js_decline(js, call);
    if (!js_iter_open(js, &it, call->self, &unknown))
        return js_refuse(js, unknown);
    const struct js_value *v = js_iter_next(js, &it);
    if (it.doubt || js->is_fatal)
        return js_refuse(js, it.doubt);
    struct js_object *step = js_object_new(js, JS_PLAIN);
    js_define(js, step, STR("value"), call->span, v ? v : js_undefined(js->arena, call->span));
    js_define(js, step, STR("done"), call->span, js_bool(js->arena, !v, call->span));
    return js_object_value(js->arena, step, call->span);
}

/* Later versions of Node have map, filter, toArray ... here. */
static const struct js_row iterator_rows[] = {
    {"next", JS_ROW_RAW, iterator_next}, {"map", JS_ROW_VALUE, NULL},
    {"filter", JS_ROW_VALUE, NULL},      {"take", JS_ROW_VALUE, NULL},
    {"drop", JS_ROW_VALUE, NULL},        {"flatMap", JS_ROW_VALUE, NULL},
    {"reduce", JS_ROW_VALUE, NULL},      {"toArray", JS_ROW_VALUE, NULL},
    {"forEach", JS_ROW_VALUE, NULL},     {"some", JS_ROW_VALUE, NULL},
    {"every", JS_ROW_VALUE, NULL},       {"find", JS_ROW_VALUE, NULL},
    {"constructor", JS_ROW_VALUE, NULL},
};
JS_TABLE(iterator_proto, "Iterator.prototype", true, iterator_rows);
