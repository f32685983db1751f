/* Array methods that change the array in place, and sorting. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"
#include "compiler/front/js_text.h"

js_native_fn js_array_push, js_array_pop, js_array_shift, js_array_unshift, js_array_reverse,
    js_array_sort, js_array_fill, js_array_splice, js_array_to_reversed, js_array_to_sorted;

const struct js_value *js_array_push(struct js *js, const struct js_call *call) {
    if (!call->self || !js_is_class(call->self, JS_ARRAY) || call->self->object->is_frozen)
        return js_decline(js, call);
    struct js_object *a = call->self->object;
    for (size_t i = 0; a->open && i < call->n; i++)
        js_put_somewhere(js, a, call->args[i]);
    if (a->open)
        return js_unknown_from(js, a->open);
    for (size_t i = 0; i < call->n; i++)
        js_push(js, a, js_with_deps(js->arena, call->args[i], js->control));
    return js->is_fatal ? NULL : js_number(js->arena, (double)a->items.n, call->span);
}

/* pop and shift. */
static const struct js_value *take(struct js *js, const struct js_call *call, bool first) {
    struct js_object *a = js_own_array(call);
    if (!a || a->is_frozen)
        return !a ? js_refuse_array(js, call) : js_decline(js, call);
    if (a->items.n == 0)
        return js_undefined(js->arena, call->span);
    js_touch_object(js, a);
    const struct js_value *v = js_item(js, a, first ? 0 : a->items.n - 1);
    if (first)
        memmove(a->items.at, a->items.at + 1, (a->items.n - 1) * sizeof *a->items.at);
    a->items.n--;
    return js_step(js, first ? a->items.n / 16 : 1) ? v : NULL;
}

const struct js_value *js_array_pop(struct js *js, const struct js_call *call) {
    return take(js, call, false);
}

const struct js_value *js_array_shift(struct js *js, const struct js_call *call) {
    return take(js, call, true);
}

const struct js_value *js_array_unshift(struct js *js, const struct js_call *call) {
    struct js_object *a = js_own_array(call);
    if (!a || a->is_frozen)
        return !a ? js_refuse_array(js, call) : js_decline(js, call);
    size_t old = a->items.n;
    js_touch_object(js, a);
    for (size_t i = 0; i < call->n; i++)
        js_push(js, a, NULL);
    if (js->is_fatal || a->items.n != old + call->n || !js_step(js, old / 16 + 1))
        return NULL;
    if (call->n) {
        memmove(a->items.at + call->n, a->items.at, old * sizeof *a->items.at);
        for (size_t i = 0; i < call->n; i++)
            a->items.at[i] = js_with_deps(js->arena, call->args[i], js->control);
    }
    return js_number(js->arena, (double)a->items.n, call->span);
}

const struct js_value *js_array_reverse(struct js *js, const struct js_call *call) {
    struct js_object *a = js_own_array(call);
    if (!a || a->is_frozen)
        return !a ? js_refuse_array(js, call) : js_decline(js, call);
    js_touch_object(js, a);
    for (size_t i = 0, k = a->items.n; i + 1 < k; i++) {
        const struct js_value *v = a->items.at[--k];
        a->items.at[k] = a->items.at[i];
        a->items.at[i] = v;
    }
    return js_step(js, a->items.n / 16 + 1) ? call->self : NULL;
}

const struct js_value *js_array_fill(struct js *js, const struct js_call *call) {
    struct js_object *a = js_own_array(call);
    const struct js_value *unknown = NULL;
    size_t begin, end;
    if (!a || a->is_frozen)
        return !a ? js_refuse_array(js, call) : js_decline(js, call);
    if (!js_arg_index(js, call, 1, a->items.n, 0, &begin, &unknown) ||
        !js_arg_index(js, call, 2, a->items.n, a->items.n, &end, &unknown))
        return unknown ? js_decline(js, call) : NULL;
    js_touch_object(js, a);
    for (size_t i = begin; i < end && i < a->items.n && js_step(js, 1); i++)
        a->items.at[i] = js_arg(call, 0);
    return js->is_fatal ? NULL : call->self;
}

/* Removes and inserts; gives what was removed. */
const struct js_value *js_array_splice(struct js *js, const struct js_call *call) {
    struct js_object *a = js_own_array(call), *rest = js_object_new(js, JS_ARRAY);
    struct js_object *removed = js_object_new(js, JS_ARRAY);
    const struct js_value *unknown = NULL;
    size_t begin, count = 0;
    double wanted = 0;
    if (!a || a->is_frozen)
        return !a ? js_refuse_array(js, call) : js_decline(js, call);
    if (!js_arg_index(js, call, 0, a->items.n, 0, &begin, &unknown) ||
        (call->n > 1 && !js_arg_number(js, call, 1, &wanted, &unknown))) {
        if (unknown)
            js_open(js, a, unknown);
        return js_refuse(js, unknown);
    }
    wanted = js_to_integer(wanted);
    count = call->n == 1 || wanted > (double)(a->items.n - begin) ? a->items.n - begin
            : wanted > 0                                          ? (size_t)wanted
                                                                  : 0;
    if (call->n == 0)
        count = 0;
    for (size_t i = begin; i < a->items.n; i++)
        js_push(js, i < begin + count ? removed : rest, a->items.at[i]);
    js_touch_object(js, a);
    a->items.n = begin;
    for (size_t i = 2; i < call->n; i++)
        js_push(js, a, js_with_deps(js->arena, call->args[i], js->control));
    for (size_t i = 0; i < rest->items.n && js_step(js, 1); i++)
        js_push(js, a, rest->items.at[i]);
    return js->is_fatal ? NULL : js_object_value(js->arena, removed, call->span);
}

/* ---- sorting: as V8 does it for short arrays, so that even a comparison that contradicts itself
 * gives the same order ---- */

enum { SORT_MOST = 63 }; /* from 64 on V8 merges runs; only orders that all agree on are given */

struct sort {
    const struct js_call *call;
    const struct js_value *compare; /* or NULL: by text */
    const struct js_value **at;
    const struct js_value *unknown;
    const struct env_deps *deps;
};

/* < 0, 0 or > 0; *failed where it threw or s->unknown says why it is not known. */
static int compare(struct js *js, struct sort *s, const struct js_value *x,
                   const struct js_value *y, bool *failed) {
    const struct js_value *args[2] = {x, y};
    struct js_call inner = {.args = args, .n = 2, .span = s->call->span};
    struct str p, q;
    double d = 0;
    if (!s->compare) {
        *failed = *failed || !js_to_text(js, x, &p, &s->unknown) ||
                  !js_to_text(js, y, &q, &s->unknown) || !js_step(js, 1);
        return *failed ? 0 : js_text_compare(p, q);
    }
    const struct js_value *v = *failed ? NULL : js_call_value(js, s->compare, &inner);
    if (!v || !js_to_number(js, v, &d, &s->unknown)) {
        *failed = true;
        return 0;
    }
    s->deps = js_deps_union(js->arena, s->deps, v->deps);
    return d < 0 ? -1 : d > 0; /* NaN is 0 */
}

static void reverse_items(const struct js_value **at, size_t n) {
    for (size_t i = 0; i + 1 < n - i; i++) {
        const struct js_value *v = at[i];
        at[i] = at[n - 1 - i];
        at[n - 1 - i] = v;
    }
}

/* The sorted beginning, turned round where it falls. */
static size_t first_run(struct js *js, struct sort *s, size_t n, bool *failed) {
    size_t run = 2;
    bool falls = compare(js, s, s->at[1], s->at[0], failed) < 0;
    while (run < n && !*failed && (compare(js, s, s->at[run], s->at[run - 1], failed) < 0) == falls)
        run++;
    if (falls)
        reverse_items(s->at, run);
    return run;
}

static bool sort_items(struct js *js, struct sort *s, size_t n) {
    bool failed = false;
    if (n < 2)
        return true;
    for (size_t i = first_run(js, s, n, &failed); i < n && !failed; i++) {
        const struct js_value *pivot = s->at[i];
        size_t low = 0, high = i;
        while (low < high && !failed) {
            size_t middle = low + (high - low) / 2;
            if (compare(js, s, pivot, s->at[middle], &failed) < 0)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(s->at + low + 1, s->at + low, (i - low) * sizeof *s->at);
        s->at[low] = pivot;
    }
    return !failed;
}

/* True where every comparison agrees that the order is strict: then every algorithm gives it. */
static bool is_strictly_sorted(struct js *js, struct sort *s, size_t n) {
    bool failed = false, strict = true;
    for (size_t i = 0; strict && i < n; i++)
        for (size_t k = i + 1; strict && k < n; k++)
            strict = compare(js, s, s->at[i], s->at[k], &failed) < 0 &&
                     compare(js, s, s->at[k], s->at[i], &failed) > 0 && !failed;
    return strict;
}

/* Sorts into `out`: undefined last, holes after them. False where thrown or s->unknown. */
static bool sort_into(struct js *js, struct sort *s, const struct js_object *a,
                      struct js_object *out, bool keep_holes) {
    size_t undefined = 0, holes = 0;
    for (size_t i = 0; i < a->items.n; i++) {
        const struct js_value *v = a->items.at[i];
        if (v && !js_is_known(v)) {
            s->unknown = v;
            return false;
        }
        s->deps = v ? js_deps_union(js->arena, s->deps, v->deps) : s->deps;
        holes += !v;
        undefined += v && v->kind == JS_UNDEFINED;
        if (v && v->kind != JS_UNDEFINED)
            js_push(js, out, v);
    }
    size_t n = out->items.n;
    s->at = out->items.at;
    if (!sort_items(js, s, n))
        return false;
    if (n > SORT_MOST && s->compare && !is_strictly_sorted(js, s, n)) {
        s->unknown = js_unknown(js, s->call->span, "ecoc does not sort this many things this way");
        return false;
    }
    for (size_t i = 0; s->deps && i < n; i++) /* which one stands where depends on all */
        out->items.at[i] =
            js_with_deps(js->arena, js_with_late(js->arena, out->items.at[i], NULL), s->deps);
    for (; undefined > 0 && !js->is_fatal; undefined--)
        js_push(js, out, js_undefined(js->arena, s->call->span));
    for (; holes > 0 && !js->is_fatal; holes--)
        js_push(js, out, keep_holes ? NULL : js_undefined(js->arena, s->call->span));
    return !js->is_fatal;
}

static const struct js_value *sort_call(struct js *js, const struct js_call *call, bool in_place) {
    struct js_object *a = js_own_array(call), *out = js_object_new(js, JS_ARRAY);
    const struct js_value *f = js_arg(call, 0);
    struct sort s = {.call = call, .compare = f->kind == JS_UNDEFINED ? NULL : f};
    if (!a || a->is_frozen)
        return !a ? js_refuse_array(js, call) : js_decline(js, call);
    if (js_is_known(f) && f->kind != JS_UNDEFINED && !js_is_callable(f))
        return js_throw(js, call->span, "TypeError",
                        "The comparison function must be either a function or undefined");
    if (!js_is_known(f))
        s.unknown = f;
    size_t n = a->items.n;
    bool ok = !s.unknown && sort_into(js, &s, a, out, in_place);
    if (!ok && !s.unknown)
        return NULL;
    if (ok && (a->open || a->items.n != n))
        s.unknown = js_unknown(js, call->span, "the array is changed while it is sorted");
    if (s.unknown && in_place)
        js_open(js, a, s.unknown);
    if (s.unknown && s.compare)
        js_escape(js, s.compare, s.unknown); /* it may be called in other ways too */
    if (s.unknown)
        return in_place ? call->self : js_unknown_from(js, s.unknown);
    if (!in_place)
        return js_object_value(js->arena, out, call->span);
    js_touch_object(js, a);
    for (size_t i = 0; i < n; i++)
        a->items.at[i] = out->items.at[i];
    return js_step(js, n + 1) ? call->self : NULL;
}

const struct js_value *js_array_sort(struct js *js, const struct js_call *call) {
    return sort_call(js, call, true);
}

const struct js_value *js_array_to_sorted(struct js *js, const struct js_call *call) {
    return sort_call(js, call, false);
}

const struct js_value *js_array_to_reversed(struct js *js, const struct js_call *call) {
    const struct js_object *a = js_own_array(call);
    struct js_object *out = js_object_new(js, JS_ARRAY);
    if (!a)
        return js_refuse_array(js, call);
    for (size_t i = a->items.n; i-- > 0 && js_step(js, 1);)
        js_push(js, out, js_item(js, a, i));
    return js->is_fatal ? NULL : js_object_value(js->arena, out, call->span);
}
