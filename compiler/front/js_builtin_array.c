/* Array and Array.prototype. An open array's length is not known: what needs it is unknown. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_text.h"

struct js_object *js_own_array(const struct js_call *call) {
    bool is_list =
        call->self && (js_is_class(call->self, JS_ARRAY) || js_is_class(call->self, JS_ARGUMENTS));
    return is_list && !call->self->object->open ? call->self->object : NULL;
}

const struct js_value *js_refuse_array(struct js *js, const struct js_call *call) {
    if (!call->self ||
        !(js_is_class(call->self, JS_ARRAY) || js_is_class(call->self, JS_ARGUMENTS)))
        return js_decline(js, call);
    const struct js_value *cause = call->self->object->open;
    for (size_t i = 0; i < call->n; i++)
        js_escape(js, call->args[i], cause);
    return js_unknown_from(js, cause);
}

static const struct js_value *wrap(struct js *js, const struct js_call *call,
                                   struct js_object *array) {
    return js->is_fatal ? NULL : js_object_value(js->arena, array, call->span);
}

/* Calls the callback with (item, index, array). */
static const struct js_value *visit(struct js *js, const struct js_call *call, size_t i) {
    const struct js_value *args[3] = {js_item(js, call->self->object, i),
                                      js_number(js->arena, (double)i, call->span), call->self};
    struct js_call inner = {.self = js_has_arg(call, 1) ? call->args[1] : NULL,
                            .args = args,
                            .n = ARRAY_LEN(args),
                            .span = call->span};
    return js_call_value(js, call->args[0], &inner);
}

static bool has_callback(struct js *js, const struct js_call *call) {
    const struct js_value *f = js_arg(call, 0);
    if (js_is_known(f) && !js_is_callable(f))
        return js_throw(js, call->span, "TypeError", "the callback is not a function") != NULL;
    return true;
}

static bool is_hole(const struct js_object *a, size_t i) {
    return i < a->items.n && !a->items.at[i];
}

static const struct js_value *array_map(struct js *js, const struct js_call *call) {
    const struct js_object *a = js_own_array(call);
    if (!has_callback(js, call))
        return NULL;
    if (!a)
        return js_refuse_array(js, call);
    struct js_object *out = js_object_new(js, JS_ARRAY);
    size_t n = a->items.n;
    for (size_t i = 0; i < n && !a->open; i++) {
        const struct js_value *v = is_hole(a, i) ? NULL : visit(js, call, i);
        if (!v && !is_hole(a, i))
            return NULL;
        js_push(js, out, v);
    }
    if (a->open)
        js_open(js, out, a->open);
    return wrap(js, call, out);
}

static const struct js_value *array_for_each(struct js *js, const struct js_call *call) {
    const struct js_object *a = js_own_array(call);
    if (!has_callback(js, call))
        return NULL;
    if (!a)
        return js_refuse_array(js, call);
    size_t n = a->items.n;
    for (size_t i = 0; i < n && !a->open; i++)
        if (!is_hole(a, i) && i < a->items.n && !visit(js, call, i))
            return NULL;
    if (a->open)
        js_escape(js, call->args[0], a->open);
    return js_undefined(js->arena, call->span);
}

static const struct js_value *array_filter(struct js *js, const struct js_call *call) {
    const struct js_object *a = js_own_array(call);
    const struct js_value *doubt = NULL;
    if (!has_callback(js, call))
        return NULL;
    if (!a)
        return js_refuse_array(js, call);
    struct js_object *out = js_object_new(js, JS_ARRAY);
    size_t n = a->items.n;
    for (size_t i = 0; i < n && i < a->items.n && !a->open; i++) {
        if (is_hole(a, i))
            continue;
        const struct js_value *item = a->items.at[i], *v = visit(js, call, i);
        if (!v)
            return NULL;
        enum js_truth truth = js_truth(v);
        if (truth != JS_FALSE)
            js_push(js, out, js_with_deps(js->arena, item, v->deps));
        if (truth == JS_MAYBE)
            doubt = v;
    }
    if (a->open)
        js_open(js, out, a->open);
    else if (doubt)
        js_open_array(js, out, doubt);
    return wrap(js, call, out);
}

enum search {
    SEARCH_FIND,
    SEARCH_INDEX,
    SEARCH_LAST,
    SEARCH_LAST_INDEX,
    SEARCH_SOME,
    SEARCH_EVERY
};

static const struct js_value *search_result(struct js *js, const struct js_call *call,
                                            enum search kind, size_t i, bool found) {
    switch (kind) {
    case SEARCH_FIND:
    case SEARCH_LAST:
        return found ? js_item(js, call->self->object, i) : js_undefined(js->arena, call->span);
    case SEARCH_INDEX:
    case SEARCH_LAST_INDEX:
        return js_number(js->arena, found ? (double)i : -1, call->span);
    case SEARCH_SOME:
        return js_bool(js->arena, found, call->span);
    case SEARCH_EVERY:
        return js_bool(js->arena, !found, call->span);
    }
    return NULL;
}

static const struct js_value *search(struct js *js, const struct js_call *call, enum search kind) {
    const struct js_object *a = js_own_array(call);
    const struct env_deps *deps = NULL;
    if (!has_callback(js, call))
        return NULL;
    if (!a)
        return js_refuse_array(js, call);
    size_t n = a->items.n;
    bool backwards = kind == SEARCH_LAST || kind == SEARCH_LAST_INDEX;
    for (size_t k = 0; k < n && !a->open; k++) {
        size_t i = backwards ? n - 1 - k : k;
        if (is_hole(a, i) && kind >= SEARCH_SOME)
            continue;
        const struct js_value *v = visit(js, call, i);
        if (!v)
            return NULL;
        deps = js_deps_union(js->arena, deps, v->deps);
        enum js_truth truth = js_truth(v);
        if (truth == JS_MAYBE) {
            js_escape(js, call->args[0], v); /* it may be called again or not */
            return js_unknown_from(js, v);
        }
        if ((truth == JS_TRUE) != (kind == SEARCH_EVERY))
            return js_with_deps(js->arena, search_result(js, call, kind, i, true), deps);
    }
    if (a->open)
        return js_unknown_from(js, a->open);
    return js_with_deps(js->arena, search_result(js, call, kind, 0, false), deps);
}

static const struct js_value *array_find(struct js *js, const struct js_call *call) {
    return search(js, call, SEARCH_FIND);
}

static const struct js_value *array_find_index(struct js *js, const struct js_call *call) {
    return search(js, call, SEARCH_INDEX);
}

static const struct js_value *array_find_last(struct js *js, const struct js_call *call) {
    return search(js, call, SEARCH_LAST);
}

static const struct js_value *array_find_last_index(struct js *js, const struct js_call *call) {
    return search(js, call, SEARCH_LAST_INDEX);
}

static const struct js_value *array_some(struct js *js, const struct js_call *call) {
    return search(js, call, SEARCH_SOME);
}

static const struct js_value *array_every(struct js *js, const struct js_call *call) {
    return search(js, call, SEARCH_EVERY);
}

static const struct js_value *reduce(struct js *js, const struct js_call *call, bool backwards) {
    const struct js_object *a = js_own_array(call);
    if (!has_callback(js, call))
        return NULL;
    if (!a)
        return js_refuse_array(js, call);
    const struct js_value *sum = call->n > 1 ? call->args[1] : NULL;
    size_t n = a->items.n;
    for (size_t k = 0; k < n && !a->open; k++) {
        size_t i = backwards ? n - 1 - k : k;
        if (is_hole(a, i) || i >= a->items.n)
            continue;
        const struct js_value *args[4] = {sum, js_item(js, a, i),
                                          js_number(js->arena, (double)i, call->span), call->self};
        struct js_call inner = {.args = args, .n = ARRAY_LEN(args), .span = call->span};
        sum = sum ? js_call_value(js, call->args[0], &inner) : args[1];
        if (!sum)
            return NULL;
    }
    if (a->open)
        return js_unknown_from(js, a->open);
    return sum ? sum
               : js_throw(js, call->span, "TypeError",
                          "Reduce of empty array with no initial value");
}

static const struct js_value *array_reduce(struct js *js, const struct js_call *call) {
    return reduce(js, call, false);
}

static const struct js_value *array_reduce_right(struct js *js, const struct js_call *call) {
    return reduce(js, call, true);
}

/* Where *doubt is set afterwards, the items are what may be there. */
static void add_concat(struct js *js, struct js_object *out, const struct js_value *v,
                       const struct js_value **doubt) {
    if (!js_is_known(v))
        *doubt = v;
    for (size_t i = 0; v->kind == JS_CHOICE && i < v->choice.n; i++)
        add_concat(js, out, v->choice.at[i].value, doubt);
    if (!js_is_known(v))
        return;
    if (!js_is_class(v, JS_ARRAY)) {
        js_push(js, out, v);
        return;
    }
    const struct js_object *from = v->object;
    *doubt = from->open ? from->open : *doubt;
    for (size_t i = 0; from->partial && i < from->partial->n; i++)
        js_push(js, out, from->partial->at[i]);
    for (size_t i = 0; !from->partial && i < from->items.n; i++)
        js_push(js, out, from->items.at[i]);
}

static const struct js_value *array_concat(struct js *js, const struct js_call *call) {
    if (!call->self || !js_is_class(call->self, JS_ARRAY))
        return js_decline(js, call);
    struct js_object *out = js_object_new(js, JS_ARRAY);
    const struct js_value *doubt = NULL;
    for (size_t i = 0; i <= call->n; i++)
        add_concat(js, out, i ? call->args[i - 1] : call->self, &doubt);
    if (doubt)
        js_open_array(js, out, doubt);
    return wrap(js, call, out);
}

static const struct js_value *array_join(struct js *js, const struct js_call *call) {
    const struct js_object *a = js_own_array(call);
    struct str separator = STR(","), out = {"", 0};
    const struct js_value *unknown = NULL;
    if (!a)
        return js_refuse_array(js, call);
    const struct env_deps *deps = NULL;
    if (js_has_arg(call, 0) && !js_arg_text(js, call, 0, &separator, &unknown))
        return js_refuse(js, unknown);
    for (size_t i = 0; i < a->items.n && js_step(js, 1 + out.n / 64); i++) {
        const struct js_value *item = a->items.at[i];
        struct str text = {"", 0};
        if (item && !js_is_nullish(item) && !js_to_text(js, item, &text, &unknown))
            return js_refuse(js, unknown);
        deps = item ? js_deps_union(js->arena, deps, item->deps) : deps;
        out = js_text_join(js->arena, i ? js_text_join(js->arena, out, separator) : out, text);
        if (out.n > JS_TEXT_MOST)
            return js_too_large(js, call->span, "a string grows too long");
    }
    if (js->is_fatal)
        return NULL;
    return js_with_deps(js->arena, js_string(js->arena, out, call->span), deps);
}

static const struct js_value *array_to_string(struct js *js, const struct js_call *call) {
    struct js_call plain = *call;
    plain.n = 0;
    return array_join(js, &plain);
}

/* includes and indexOf: an unknown element may or may not be the one. */
static const struct js_value *locate(struct js *js, const struct js_call *call, bool as_index) {
    const struct js_object *a = js_own_array(call);
    const struct js_value *wanted = js_arg(call, 0), *unknown = NULL;
    size_t from;
    if (!a)
        return js_refuse_array(js, call);
    if (!js_is_known(wanted))
        return js_unknown_from(js, wanted);
    if (!js_arg_index(js, call, 1, a->items.n, 0, &from, &unknown))
        return js_refuse(js, unknown);
    const struct env_deps *deps = NULL;
    for (size_t i = from; i < a->items.n && js_step(js, 1); i++) {
        if (as_index && is_hole(a, i))
            continue;
        const struct js_value *item = js_item(js, a, i);
        if (!js_is_known(item))
            return js_unknown_from(js, item);
        deps = js_deps_union(js->arena, deps, item->deps);
        if (as_index ? js_strict_equal(item, wanted) : js_same_value_zero(item, wanted))
            return js_with_deps(js->arena,
                                as_index ? js_number(js->arena, (double)i, call->span)
                                         : js_bool(js->arena, true, call->span),
                                deps);
    }
    return js_with_deps(js->arena,
                        as_index ? js_number(js->arena, -1, call->span)
                                 : js_bool(js->arena, false, call->span),
                        deps);
}

static const struct js_value *array_includes(struct js *js, const struct js_call *call) {
    return locate(js, call, false);
}

static const struct js_value *array_index_of(struct js *js, const struct js_call *call) {
    return locate(js, call, true);
}

static const struct js_value *array_last_index_of(struct js *js, const struct js_call *call) {
    const struct js_object *a = js_own_array(call);
    const struct js_value *wanted = js_arg(call, 0);
    if (!a || call->n > 1 || !js_is_known(wanted))
        return !a ? js_refuse_array(js, call) : js_decline(js, call);
    const struct env_deps *deps = NULL;
    size_t at = a->items.n;
    for (bool found = false; at > 0 && !found && js_step(js, 1);) {
        const struct js_value *item = a->items.at[--at];
        if (item && !js_is_known(item))
            return js_unknown_from(js, item);
        deps = item ? js_deps_union(js->arena, deps, item->deps) : deps;
        found = item && js_strict_equal(item, wanted);
        if (found)
            return js_with_deps(js->arena, js_number(js->arena, (double)at, call->span), deps);
    }
    return js_with_deps(js->arena, js_number(js->arena, -1, call->span), deps);
}

static const struct js_value *array_keys(struct js *js, const struct js_call *call) {
    struct js_object *a = js_own_array(call);
    return a ? js_iterator(js, a, JS_YIELD_KEYS, call->span) : js_refuse_array(js, call);
}

static const struct js_value *array_values(struct js *js, const struct js_call *call) {
    struct js_object *a = js_own_array(call);
    return a ? js_iterator(js, a, JS_YIELD_VALUES, call->span) : js_refuse_array(js, call);
}

static const struct js_value *array_entries(struct js *js, const struct js_call *call) {
    struct js_object *a = js_own_array(call);
    return a ? js_iterator(js, a, JS_YIELD_ENTRIES, call->span) : js_refuse_array(js, call);
}

static const struct js_value *array_slice(struct js *js, const struct js_call *call) {
    const struct js_object *a = js_own_array(call);
    const struct js_value *unknown = NULL;
    size_t begin, end;
    if (!a)
        return js_refuse_array(js, call);
    if (!js_arg_index(js, call, 0, a->items.n, 0, &begin, &unknown) ||
        !js_arg_index(js, call, 1, a->items.n, a->items.n, &end, &unknown))
        return js_refuse(js, unknown);
    struct js_object *out = js_object_new(js, JS_ARRAY);
    for (size_t i = begin; i < end; i++)
        js_push(js, out, a->items.at[i]);
    return wrap(js, call, out);
}

static const struct js_value *array_at(struct js *js, const struct js_call *call) {
    const struct js_object *a = js_own_array(call);
    const struct js_value *unknown = NULL;
    double d;
    if (!a)
        return js_refuse_array(js, call);
    if (!js_arg_number(js, call, 0, &d, &unknown))
        return js_refuse(js, unknown);
    d = js_to_integer(d);
    d += d < 0 ? (double)a->items.n : 0;
    return d < 0 || d >= (double)a->items.n ? js_undefined(js->arena, call->span)
                                            : js_item(js, a, (size_t)d);
}

static bool flatten(struct js *js, struct js_object *out, const struct js_object *a, double depth) {
    if (a->open) {
        js_open(js, out, a->open);
        return true;
    }
    for (size_t i = 0; i < a->items.n && js_step(js, 1); i++) {
        const struct js_value *v = a->items.at[i];
        if (!v)
            continue;
        if (!js_is_known(v)) {
            js_open(js, out, v);
            return true;
        }
        if (depth >= 1 && depth < 64 && js_is_class(v, JS_ARRAY)) {
            if (!flatten(js, out, v->object, depth - 1))
                return false;
        } else {
            js_push(js, out, v);
        }
    }
    return !js->is_fatal;
}

static const struct js_value *array_flat(struct js *js, const struct js_call *call) {
    const struct js_object *a = js_own_array(call);
    struct js_object *out = js_object_new(js, JS_ARRAY);
    double depth = 1;
    const struct js_value *unknown = NULL;
    if (!a)
        return js_refuse_array(js, call);
    if (js_has_arg(call, 0) && !js_arg_number(js, call, 0, &depth, &unknown))
        return js_refuse(js, unknown);
    if (!(depth < 64))
        return js_decline(js, call);
    return flatten(js, out, a, depth) ? wrap(js, call, out) : NULL;
}

static const struct js_value *array_flat_map(struct js *js, const struct js_call *call) {
    const struct js_value *mapped = array_map(js, call);
    if (!mapped || !js_is_class(mapped, JS_ARRAY))
        return mapped;
    struct js_object *out = js_object_new(js, JS_ARRAY);
    return flatten(js, out, mapped->object, 1) ? wrap(js, call, out) : NULL;
}

static const struct js_value *is_array(struct js *js, const struct js_value *v, void *context) {
    const struct js_call *call = context;
    if (v->kind == JS_UNKNOWN && !v->unknown.is_env) /* a variable is none */
        return js_unknown_from(js, v);
    return js_bool(js->arena, js_is_class(v, JS_ARRAY), call->span);
}

static const struct js_value *array_is_array(struct js *js, const struct js_call *call) {
    struct js_call copy = *call;
    return js_map(js, js_arg(call, 0), is_array, &copy);
}

static const struct js_value *array_of(struct js *js, const struct js_call *call) {
    struct js_object *out = js_object_new(js, JS_ARRAY);
    for (size_t i = 0; i < call->n; i++)
        js_push(js, out, call->args[i]);
    return wrap(js, call, out);
}

/* Array.from of an array, a string or { length: n }, with an optional function. */
/* Array.from of what can be iterated over or { length: n }, with an optional function. */
static const struct js_value *array_from(struct js *js, const struct js_call *call) {
    const struct js_value *v = js_arg(call, 0), *length, *unknown = NULL;
    struct js_object *out = js_object_new(js, JS_ARRAY);
    if (js_is_class(v, JS_PLAIN) && !js_keys_unknown(js, v->object) && v->object->props.n == 1 &&
        (length = v->object->props.at[0].value) && str_eqz(v->object->props.at[0].key, "length") &&
        length->kind == JS_NUMBER && length->number >= 0 && length->number <= JS_ITEMS_MOST) {
        for (size_t i = 0; i < (size_t)length->number && js_step(js, 1); i++)
            js_push(js, out, js_undefined(js->arena, call->span));
    } else if (js_is_class(v, JS_PLAIN) || js_is_callable(v)) {
        return js_decline(js, call);
    } else {
        const struct js_object *list = js_iter_list(js, v, SIZE_MAX, &unknown);
        if (!list)
            return unknown ? js_decline(js, call) : NULL;
        for (size_t i = 0; i < list->items.n; i++)
            js_push(js, out, js_item(js, list, i));
    }
    for (size_t i = 0; js_has_arg(call, 1) && i < out->items.n; i++) {
        const struct js_value *args[2] = {out->items.at[i],
                                          js_number(js->arena, (double)i, call->span)};
        struct js_call inner = {.args = args, .n = 2, .span = call->span};
        const struct js_value *item = js_call_value(js, call->args[1], &inner);
        if (!item)
            return NULL;
        out->items.at[i] = item;
    }
    return wrap(js, call, out);
}

js_native_fn js_make_array;
const struct js_value *js_make_array(struct js *js, const struct js_call *call) {
    const struct js_value *n = js_arg(call, 0);
    if (call->n != 1)
        return array_of(js, call);
    if (n->kind != JS_NUMBER || n->number < 0 || n->number > JS_ITEMS_MOST ||
        n->number != (double)(size_t)n->number)
        return js_decline(js, call);
    struct js_object *out = js_object_new(js, JS_ARRAY);
    for (size_t i = 0; i < (size_t)n->number && js_step(js, 1); i++)
        js_push(js, out, NULL);
    return wrap(js, call, out);
}

/* js_builtin_list.c */
extern js_native_fn js_array_push, js_array_pop, js_array_shift, js_array_unshift, js_array_reverse,
    js_array_sort, js_array_fill, js_array_splice, js_array_to_reversed, js_array_to_sorted;

static const struct js_row array_proto[] = {
    {"map", JS_ROW_RAW, array_map},
    {"filter", JS_ROW_RAW, array_filter},
    {"forEach", JS_ROW_RAW, array_for_each},
    {"concat", JS_ROW_RAW, array_concat},
    {"join", JS_ROW_RAW, array_join},
    {"includes", JS_ROW_RAW, array_includes},
    {"indexOf", JS_ROW_RAW, array_index_of},
    {"slice", JS_ROW_RAW, array_slice},
    {"push", JS_ROW_RAW, js_array_push},
    {"pop", JS_ROW_RAW, js_array_pop},
    {"shift", JS_ROW_RAW, js_array_shift},
    {"unshift", JS_ROW_RAW, js_array_unshift},
    {"reverse", JS_ROW_RAW, js_array_reverse},
    {"find", JS_ROW_RAW, array_find},
    {"findIndex", JS_ROW_RAW, array_find_index},
    {"some", JS_ROW_RAW, array_some},
    {"every", JS_ROW_RAW, array_every},
    {"reduce", JS_ROW_RAW, array_reduce},
    {"flat", JS_ROW_RAW, array_flat},
    {"flatMap", JS_ROW_RAW, array_flat_map},
    {"at", JS_ROW_RAW, array_at},
    {"sort", JS_ROW_RAW, js_array_sort},
    {"fill", JS_ROW_RAW, js_array_fill},
    {"toString", JS_ROW_RAW, array_to_string},
    {"reduceRight", JS_ROW_RAW, array_reduce_right},
    {"splice", JS_ROW_RAW, js_array_splice},
    {"lastIndexOf", JS_ROW_RAW, array_last_index_of},
    {"findLast", JS_ROW_RAW, array_find_last},
    {"findLastIndex", JS_ROW_RAW, array_find_last_index},
    {"keys", JS_ROW_RAW, array_keys},
    {"values", JS_ROW_RAW, array_values},
    {"entries", JS_ROW_RAW, array_entries},
    {"copyWithin", JS_ROW_SCRIPT, NULL},
    {"toLocaleString", JS_ROW_RAW, NULL},
    {"toReversed", JS_ROW_RAW, js_array_to_reversed},
    {"toSorted", JS_ROW_RAW, js_array_to_sorted},
    {"toSpliced", JS_ROW_SCRIPT, NULL},
    {"with", JS_ROW_SCRIPT, NULL},
    {"constructor", JS_ROW_VALUE, NULL},
};
JS_TABLE(array_proto, "Array.prototype", true, array_proto);

static const struct js_row array_statics[] = {
    {"isArray", JS_ROW_RAW, array_is_array},
    {"of", JS_ROW_RAW, array_of},
    {"from", JS_ROW_RAW, array_from},
    /* In Node, and not evaluated. */
    {"fromAsync", JS_ROW_VALUE, NULL},
};
JS_TABLE(array, "Array", true, array_statics);
