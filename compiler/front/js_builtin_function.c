/* Function.prototype and Error.prototype. */
#include "compiler/front/js_builtin.h"

/* f.call(self, ...) and f.apply(self, list). A primitive self would be wrapped for a function of
 * the configuration: declined. */
static const struct js_value *call_with(struct js *js, const struct js_call *call,
                                        const struct js_value *const *args, size_t n) {
    const struct js_value *self = js_arg(call, 0);
    bool is_nullish = js_is_nullish(self);
    if (!call->self || !js_is_callable(call->self) || !js_is_known(self) ||
        (js_is_class(call->self, JS_FUNCTION) && !is_nullish && self->kind != JS_OBJECT))
        return js_decline(js, call);
    struct js_call inner = {
        .self = is_nullish ? NULL : self, .args = args, .n = n, .span = call->span};
    return js_call_value(js, call->self, &inner);
}

static const struct js_value *function_call(struct js *js, const struct js_call *call) {
    return call_with(js, call, call->n ? call->args + 1 : NULL, call->n ? call->n - 1 : 0);
}

static const struct js_value *function_apply(struct js *js, const struct js_call *call) {
    const struct js_value *list = js_arg(call, 1);
    if (js_is_nullish(list))
        return call_with(js, call, NULL, 0);
    if (!(js_is_class(list, JS_ARRAY) || js_is_class(list, JS_ARGUMENTS)) || list->object->open)
        return js_decline(js, call);
    struct js_object *args = js_object_new(js, JS_ARRAY);
    for (size_t i = 0; i < list->object->items.n; i++)
        js_push(js, args, js_item(js, list->object, i));
    return call_with(js, call, args->items.at, args->items.n);
}

/* What bind gives: `bound` is the function, its items are `this` and the first arguments. */
static const struct js_value *call_bound(struct js *js, const struct js_call *call) {
    const struct js_object *f = call->callee;
    struct js_object *args = js_object_new(js, JS_ARRAY);
    for (size_t i = 1; i < f->items.n; i++)
        js_push(js, args, f->items.at[i]);
    for (size_t i = 0; i < call->n; i++)
        js_push(js, args, call->args[i]);
    const struct js_value *self = js_item(js, f, 0);
    struct js_call inner = {.self = js_is_nullish(self) ? NULL : self,
                            .args = args->items.at,
                            .n = args->items.n,
                            .span = call->span};
    return js->is_fatal ? NULL : js_call_value(js, f->bound, &inner);
}

static const struct js_value *function_bind(struct js *js, const struct js_call *call) {
    static const struct js_row row = {"bound", JS_ROW_RAW, call_bound};
    if (!call->self || !js_is_callable(call->self))
        return js_decline(js, call);
    struct js_object *o = js_object_new(js, JS_NATIVE);
    o->row = &row;
    o->what = STR("a bound function");
    o->bound = call->self;
    js_push(js, o, js_arg(call, 0));
    for (size_t i = 1; i < call->n; i++)
        js_push(js, o, call->args[i]);
    return js_object_value(js->arena, o, call->span);
}

static const struct js_row function_proto[] = {
    {"call", JS_ROW_RAW, function_call}, {"apply", JS_ROW_RAW, function_apply},
    {"bind", JS_ROW_RAW, function_bind}, {"toString", JS_ROW_RAW, NULL},
    {"caller", JS_ROW_VALUE, NULL},      {"arguments", JS_ROW_VALUE, NULL},
    {"name", JS_ROW_VALUE, NULL},        {"length", JS_ROW_VALUE, NULL},
    {"prototype", JS_ROW_VALUE, NULL},   {"constructor", JS_ROW_VALUE, NULL},
};
JS_TABLE(function_proto, "Function.prototype", true, function_proto);

/* Error.prototype.message; an error of its own words has it as a property. */
static const struct js_value *error_message(struct js *js, const struct js_call *call) {
    return js_string(js->arena, STR(""), call->span);
}

static const struct js_row error_proto[] = {
    {"name", JS_ROW_VALUE, NULL},
    {"stack", JS_ROW_VALUE, NULL},
    {"message", JS_ROW_VALUE, error_message},
    {"cause", JS_ROW_VALUE, NULL},
    {"toString", JS_ROW_RAW, NULL},
    {"constructor", JS_ROW_VALUE, NULL},
};
JS_TABLE(error_proto, "Error.prototype", true, error_proto);
