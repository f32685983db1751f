/* Making values; properties in order with an index once there are many. */
#include "compiler/front/js_value.h"

#include <stdlib.h>

enum { INDEX_FROM = 12 }; /* below this a linear search is quicker */

const struct env_deps *js_deps_of(struct arena *a, struct str name) {
    struct env_deps *deps = arena_new(a, struct env_deps);
    struct str *names = arena_new(a, struct str);
    *names = name;
    *deps = (struct env_deps){names, 1};
    return deps;
}

static bool deps_within(const struct env_deps *x, const struct env_deps *y) {
    size_t k = 0;
    for (size_t i = 0; i < x->n; i++) {
        while (k < y->n && str_cmp(y->names[k], x->names[i]) < 0)
            k++;
        if (k == y->n || !str_eq(y->names[k], x->names[i]))
            return false;
    }
    return true;
}

const struct env_deps *js_deps_union(struct arena *a, const struct env_deps *x,
                                     const struct env_deps *y) {
    if (!y || x == y)
        return x;
    if (!x || deps_within(x, y))
        return y;
    if (deps_within(y, x))
        return x;
    struct str *names = arena_array(a, struct str, x->n + y->n);
    size_t i = 0, k = 0, n = 0;
    while (i < x->n || k < y->n) {
        int c = i == x->n ? 1 : k == y->n ? -1 : str_cmp(x->names[i], y->names[k]);
        names[n++] = c <= 0 ? x->names[i] : y->names[k];
        i += c <= 0;
        k += c >= 0;
    }
    struct env_deps *deps = arena_new(a, struct env_deps);
    *deps = (struct env_deps){names, n};
    return deps;
}

struct js_value *js_new(struct arena *a, enum js_kind kind, struct span span) {
    struct js_value *v = arena_new(a, struct js_value);
    v->kind = kind;
    v->span = span;
    return v;
}

const struct js_value *js_bool(struct arena *a, bool b, struct span span) {
    struct js_value *v = js_new(a, JS_BOOL, span);
    v->boolean = b;
    return v;
}

const struct js_value *js_number(struct arena *a, double n, struct span span) {
    struct js_value *v = js_new(a, JS_NUMBER, span);
    v->number = n;
    return v;
}

const struct js_value *js_string(struct arena *a, struct str s, struct span span) {
    struct js_value *v = js_new(a, JS_STRING, span);
    v->string = s;
    return v;
}

const struct js_value *js_object_value(struct arena *a, struct js_object *o, struct span span) {
    struct js_value *v = js_new(a, JS_OBJECT, span);
    v->object = o;
    return v;
}

const struct js_value *js_undefined(struct arena *a, struct span span) {
    return js_new(a, JS_UNDEFINED, span);
}

const struct js_value *js_with_deps(struct arena *a, const struct js_value *v,
                                    const struct env_deps *deps) {
    const struct env_deps *both = js_deps_union(a, v->deps, deps);
    if (both == v->deps)
        return v;
    struct js_value *copy = arena_new(a, struct js_value);
    *copy = *v;
    copy->deps = both;
    return copy;
}

const struct js_value *js_with_late(struct arena *a, const struct js_value *v,
                                    const struct late *late) {
    if (v->late == late)
        return v;
    struct js_value *copy = arena_new(a, struct js_value);
    *copy = *v;
    copy->late = late;
    return copy;
}

static uint32_t key_hash(struct str key) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < key.n; i++)
        h = (h ^ (unsigned char)key.p[i]) * 16777619u;
    return h;
}

static void index_add(struct js_object *o, uint32_t position) {
    uint32_t mask = o->index_size - 1, at = key_hash(o->props.at[position].key) & mask;
    while (o->index[at])
        at = (at + 1) & mask;
    o->index[at] = position + 1;
}

static void index_build(struct arena *a, struct js_object *o) {
    uint32_t size = 32;
    while (size < o->props.n * 3)
        size *= 2;
    o->index = arena_array(a, uint32_t, size);
    o->index_size = size;
    for (uint32_t i = 0; i < o->props.n; i++)
        index_add(o, i);
}

struct js_prop *js_prop_find(const struct js_object *o, struct str key) {
    if (!o->index_size) {
        for (size_t i = 0; i < o->props.n; i++)
            if (str_eq(o->props.at[i].key, key))
                return &o->props.at[i];
        return NULL;
    }
    uint32_t mask = o->index_size - 1;
    for (uint32_t at = key_hash(key) & mask; o->index[at]; at = (at + 1) & mask)
        if (str_eq(o->props.at[o->index[at] - 1].key, key))
            return &o->props.at[o->index[at] - 1];
    return NULL;
}

bool js_is_index(struct str key, uint32_t *index) {
    if (key.n == 0 || key.n > 10 || (key.p[0] == '0' && key.n > 1))
        return false;
    uint64_t n = 0;
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] < '0' || key.p[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(key.p[i] - '0');
    }
    *index = (uint32_t)n;
    return n < UINT32_MAX;
}

struct js_prop *js_prop_set(struct arena *a, struct js_object *o, struct str key,
                            struct span key_span, const struct js_value *value) {
    struct js_prop *old = js_prop_find(o, key);
    if (old) {
        *old = (struct js_prop){.key = old->key, .key_span = key_span, .value = value};
        return old;
    }
    uint32_t unused;
    if (key.n && key.p[0] <= '9' && js_is_index(key, &unused))
        o->has_index_keys = true;
    struct js_prop added = {.key = key, .key_span = key_span, .value = value};
    VEC_PUSH(a, &o->props, added);
    if (o->index_size && o->props.n * 2 < o->index_size)
        index_add(o, (uint32_t)o->props.n - 1);
    else if (o->props.n >= INDEX_FROM)
        index_build(a, o);
    return &o->props.at[o->props.n - 1];
}

void js_prop_reserve(struct arena *a, struct js_object *o, size_t n) {
    o->props.at = arena_array(a, struct js_prop, n);
    o->props.cap = n;
}

void js_prop_remove(struct arena *a, struct js_object *o, struct str key) {
    struct js_prop *p = js_prop_find(o, key);
    if (!p)
        return;
    size_t at = (size_t)(p - o->props.at);
    memmove(p, p + 1, (o->props.n - at - 1) * sizeof *p);
    o->props.n--;
    if (o->index_size)
        index_build(a, o);
}

struct ordered {
    uint32_t index, position;
};

static int compare_index(const void *x, const void *y) {
    const struct ordered *p = x, *q = y;
    return (p->index > q->index) - (p->index < q->index);
}

const uint32_t *js_prop_order(struct arena *a, const struct js_object *o) {
    uint32_t *order = arena_array(a, uint32_t, o->props.n);
    size_t n = 0, n_indices = 0;
    if (o->has_index_keys) {
        struct ordered *indices = arena_array(a, struct ordered, o->props.n);
        for (uint32_t i = 0; i < o->props.n; i++)
            if (js_is_index(o->props.at[i].key, &indices[n_indices].index))
                indices[n_indices++].position = i;
        qsort(indices, n_indices, sizeof *indices, compare_index);
        for (; n < n_indices; n++)
            order[n] = indices[n].position;
    }
    uint32_t unused;
    for (uint32_t i = 0; i < o->props.n; i++)
        if (!o->has_index_keys || !js_is_index(o->props.at[i].key, &unused))
            order[n++] = i;
    return order;
}
