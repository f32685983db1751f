/* Properties as a program sees them: prototypes, arrays, strings, unknown and open things. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"
#include "compiler/front/js_text.h"

struct js_object *js_object_new(struct js *js, enum js_class class) {
    struct js_object *o = arena_new(js->arena, struct js_object);
    o->class = class;
    o->mark = js->level;
    return o;
}

void js_define(struct js *js, struct js_object *o, struct str key, struct span key_span,
               const struct js_value *value) {
    js_touch_object(js, o);
    if (o->props.n >= JS_ITEMS_MOST)
        (void)js_too_large(js, key_span, "an object has too many properties");
    else
        (void)js_prop_set(js->arena, o, key, key_span, value);
}

void js_push(struct js *js, struct js_object *array, const struct js_value *value) {
    js_touch_object(js, array);
    if (array->items.n >= JS_ITEMS_MOST)
        (void)js_too_large(js, js->place, "an array has too many elements");
    else
        VEC_PUSH(js->arena, &array->items, value);
}

const struct js_value *js_item(struct js *js, const struct js_object *array, size_t i) {
    const struct js_value *v = i < array->items.n ? array->items.at[i] : NULL;
    return v ? v : js_undefined(js->arena, js->place);
}

/* ---- reading ---- */

static const struct js_table *proto_of_class(const struct js_object *o) {
    switch (o->class) {
    case JS_ARRAY:
        return &js_table_array_proto;
    case JS_FUNCTION:
    case JS_NATIVE:
        return &js_table_function_proto;
    case JS_ERROR:
        return &js_table_error_proto;
    case JS_MAP:
        return &js_table_map_proto;
    case JS_SET:
        return &js_table_set_proto;
    case JS_ITERATOR:
        return &js_table_iterator_proto;
    case JS_REGEXP:
        return &js_table_regexp_proto;
    case JS_PLAIN:
    case JS_BUILTIN:
    case JS_ENV:
    case JS_OPAQUE:
        break;
    }
    return NULL;
}

/* From the built-in prototypes: the class's own, then Object's. */
static const struct js_value *get_inherited(struct js *js, const struct js_table *own,
                                            struct str key, struct span span) {
    const struct js_row *row = own ? js_row_find(own, key) : NULL;
    if (row)
        return js_row_get(js, own, row, span);
    row = js_row_find(&js_table_object_proto, key);
    return row ? js_row_get(js, &js_table_object_proto, row, span) : js_undefined(js->arena, span);
}

static const struct js_value *get_open(struct js *js, const struct js_object *o, struct str key,
                                       struct span span) {
    if (o->open_env)
        return js_env_get(js, key, span);
    return js_unknown_from(js, o->open);
}

static const struct js_value *get_array(struct js *js, const struct js_object *o, struct str key,
                                        struct span span, bool *found) {
    uint32_t i;
    *found = true;
    if (o->open && (str_eqz(key, "length") || js_is_index(key, &i)))
        return js_unknown_from(js, o->open);
    if (str_eqz(key, "length"))
        return js_number(js->arena, (double)o->items.n, span);
    if (js_is_index(key, &i) && i < o->items.n && o->items.at[i])
        return o->items.at[i];
    *found = false;
    return NULL;
}

static const struct js_value *get_builtin(struct js *js, const struct js_object *o, struct str key,
                                          struct span span) {
    const struct js_row *row = js_row_find(o->table, key);
    if (row)
        return js_row_get(js, o->table, row, span);
    row = js_row_find(&js_table_object_proto, key);
    if (row)
        return js_row_get(js, &js_table_object_proto, row, span);
    if (o->table->is_closed)
        return js_undefined(js->arena, span);
    return js_unknown_builtin(js, span,
                              arena_fmt(js->arena, "%s.%.*s", o->table->name, STR_ARG(key)));
}

static const struct {
    const struct js_table *statics, *proto;
} prototypes[] = {
    {&js_table_object, &js_table_object_proto},
    {&js_table_array, &js_table_array_proto},
    {&js_table_string, &js_table_string_proto},
};

/* A function's own name and length, and what hangs on built-in constructors (String.raw). */
static const struct js_value *get_function(struct js *js, const struct js_object *o, struct str key,
                                           struct span span) {
    if (o->table && str_eqz(key, "prototype"))
        for (size_t i = 0; i < ARRAY_LEN(prototypes); i++)
            if (prototypes[i].statics == o->table)
                return js_object_value(js->arena, js_builtin_object(js, prototypes[i].proto), span);
    if (str_eqz(key, "prototype") || str_eqz(key, "name") || str_eqz(key, "length"))
        return js_unknown_builtin(js, span,
                                  arena_fmt(js->arena, "the %.*s of a function", STR_ARG(key)));
    if (o->class == JS_FUNCTION)
        return NULL;
    const struct js_row *row = o->table ? js_row_find(o->table, key) : NULL;
    if (row)
        return js_row_get(js, o->table, row, span);
    bool is_listed = o->table && o->table->is_closed;
    return is_listed || js_row_find(&js_table_function_proto, key)
               ? NULL
               : js_unknown_builtin(
                     js, span, arena_fmt(js->arena, "%.*s.%.*s", STR_ARG(o->what), STR_ARG(key)));
}

static const struct js_value *call_getter(struct js *js, const struct js_prop *p,
                                          const struct js_object *self, struct span span) {
    struct js_call call = {
        .self = js_object_value(js->arena, (struct js_object *)(uintptr_t)self, span),
        .span = span};
    return js_call_value(js, p->value, &call);
}

const struct js_value *js_read(struct js *js, const struct js_object *o, const struct js_prop *p) {
    return p->is_getter ? call_getter(js, p, o, p->key_span) : p->value;
}

static const struct js_value *get_object(struct js *js, const struct js_object *o, struct str key,
                                         struct span span) {
    for (const struct js_object *at = o; at; at = at->proto) {
        const struct js_prop *p = js_prop_find(at, key);
        if (p && p->is_getter)
            return call_getter(js, p, o, span);
        if (p)
            return p->value;
        bool found = false;
        const struct js_value *v =
            at->class == JS_ARRAY ? get_array(js, at, key, span, &found) : NULL;
        if (found)
            return v;
        if (at->open && !at->partial) /* of a partial array only the items are not known */
            return get_open(js, at, key, span);
        if ((at->class == JS_MAP || at->class == JS_SET) && str_eqz(key, "size"))
            return js_number(js->arena, (double)(at->items.n / (at->class == JS_MAP ? 2 : 1)),
                             span);
        if (at->class == JS_REGEXP && (v = js_regexp_get(js, at, key, span)))
            return v;
        if (at->class == JS_ERROR && str_eqz(key, "name"))
            return js_string(js->arena, at->what, span);
        if (at->class == JS_BUILTIN)
            return get_builtin(js, at, key, span);
        const struct js_row *row =
            at->class == JS_OPAQUE && at->table ? js_row_find(at->table, key) : NULL;
        if (row)
            return js_row_get(js, at->table, row, span);
        if (at->class == JS_OPAQUE)
            return js_unknown(js, span, "ecoc does not look into %.*s", STR_ARG(at->what));
        if ((at->class == JS_FUNCTION || at->class == JS_NATIVE) &&
            (v = get_function(js, at, key, span)))
            return v;
        if (at->no_proto)
            return js_undefined(js->arena, span);
        if (!at->proto)
            return get_inherited(js, proto_of_class(at), key, span);
    }
    return js_undefined(js->arena, span);
}

/* process.env.hasOwnProperty is the method, unless there is such a variable. */
static bool is_inherited_by_env(struct js *js, struct str key) {
    struct str unused;
    return js_row_find(&js_table_object_proto, key) && !js_prop_find(js->env, key) &&
           (js->f->mode == FRONT_SYMBOLIC || !front_getenv(js->f, key, &unused));
}

struct get {
    struct str key;
    struct span span;
};

static const struct js_value *get_one(struct js *js, const struct js_value *base, void *context) {
    const struct get *get = context;
    struct str key = get->key;
    const struct js_value *v = NULL;
    size_t i;
    switch (base->kind) {
    case JS_UNDEFINED:
    case JS_NULL:
        return js_throw(js, get->span, "TypeError", "Cannot read properties of %s (reading '%.*s')",
                        base->kind == JS_NULL ? "null" : "undefined", STR_ARG(key));
    case JS_BOOL:
        v = get_inherited(js, &js_table_boolean_proto, key, get->span);
        break;
    case JS_NUMBER:
        v = get_inherited(js, &js_table_number_proto, key, get->span);
        break;
    case JS_STRING: {
        uint32_t at;
        if (str_eqz(key, "length"))
            v = js_number(js->arena, (double)js_text_length(base->string), get->span);
        else if (js_is_index(key, &at) && (i = at, i < js_text_length(base->string)))
            v = js_string(js->arena, js_text_slice(js->arena, base->string, i, i + 1), get->span);
        else
            v = get_inherited(js, &js_table_string_proto, key, get->span);
        (void)js_step(js, base->string.n / 64);
        break;
    }
    case JS_OBJECT:
        if (base->object->class == JS_ENV && !is_inherited_by_env(js, key))
            return js_env_get(js, key, get->span);
        v = get_object(js, base->object, key, get->span);
        break;
    case JS_UNKNOWN:
    case JS_CHOICE:
        js->may_throw = true;
        v = js_unknown_from(js, base);
        break;
    }
    return v ? js_with_deps(js->arena, v, base->deps) : NULL;
}

const struct js_value *js_get(struct js *js, const struct js_value *base, struct str key,
                              struct span span) {
    struct get get = {key, span};
    return js_map(js, base, get_one, &get);
}

const struct js_value *js_get_by(struct js *js, const struct js_value *base,
                                 const struct js_value *key, struct span span) {
    if (js_is_nullish(base) || js_is_known(key)) {
        struct str text;
        const struct js_value *unknown = NULL;
        if (js_is_class(base, JS_ARRAY) && key->kind == JS_NUMBER && !base->object->open &&
            key->number >= 0 && key->number < (double)base->object->items.n &&
            key->number == (double)(size_t)key->number &&
            base->object->items.at[(size_t)key->number])
            return js_with_deps(js->arena, base->object->items.at[(size_t)key->number],
                                js_deps_union(js->arena, base->deps, key->deps));
        if (js_is_nullish(base) && !js_is_known(key))
            return js_get(js, base, STR("..."), span);
        if (!js_to_text(js, key, &text, &unknown))
            return unknown ? js_unknown_from(js, unknown) : NULL;
        const struct js_value *v = js_get(js, base, text, span);
        return v ? js_with_deps(js->arena, v, key->deps) : NULL;
    }
    const struct js_value *v = js_unknown_from(js, key);
    if (base->kind == JS_OBJECT)
        v = js_maybe_own(js, v, js_holds_own(base->object));
    else
        v = js_maybe_own(js, v, js_is_own(base));
    return js_with_deps(js->arena, v, base->deps);
}

/* ---- writing ---- */

void js_open(struct js *js, struct js_object *o, const struct js_value *cause) {
    if (o->class == JS_ENV) {
        js->env_cut = js_unknown_from(js, cause);
        return;
    }
    js_touch_object(js, o);
    o->open = js_maybe_own(js, js_unknown_from(js, cause), js_holds_own(o));
    o->partial = NULL;
    o->open_env = false;
    for (size_t i = 0; i < o->props.n; i++) {
        o->props.at[i].value = o->open;
        o->props.at[i].maybe = true;
        o->props.at[i].is_getter = false;
    }
    for (size_t i = 0; i < o->items.n; i++)
        o->items.at[i] = o->open;
}

static const struct js_partial *partial_of(struct js *js, const struct js_value *const *at,
                                           size_t n, const struct js_value *more) {
    struct js_partial *p = arena_new(js->arena, struct js_partial);
    const struct js_value **all = arena_array(js->arena, const struct js_value *, n + 1);
    for (size_t i = 0; i < n; i++)
        if (at[i])
            all[p->n++] = at[i];
    if (more)
        all[p->n++] = more;
    p->at = all;
    (void)js_step(js, 1 + n / 8);
    return p;
}

void js_may_hold(struct js *js, struct js_object *array, const struct js_value *v) {
    const struct js_partial *p = array->partial;
    for (size_t i = 0; p && i < p->n; i++)
        if (js_same(p->at[i], v))
            return;
    js_touch_object(js, array);
    if (p)
        array->partial = partial_of(js, p->at, p->n, v);
}

void js_open_array(struct js *js, struct js_object *array, const struct js_value *cause) {
    const struct js_partial *p =
        array->open ? array->partial : partial_of(js, array->items.at, array->items.n, NULL);
    js_open(js, array, cause);
    array->partial = p;
}

static void change_builtin(struct js *js, struct span span) {
    js_poison(js, js_unknown(js, span, "the configuration changes a built-in object"));
}

/* Assigning length: shortens or lengthens with holes. */
static bool set_length(struct js *js, struct js_object *o, const struct js_value *value,
                       struct span span) {
    if (value->kind != JS_NUMBER || value->number < 0 || value->number > JS_ITEMS_MOST ||
        value->number != (double)(size_t)value->number) {
        js_open(js, o, js_unknown(js, span, "the length of an array is assigned"));
        return true;
    }
    js_touch_object(js, o);
    while (o->items.n > (size_t)value->number)
        o->items.n--;
    while (o->items.n < (size_t)value->number && !js->is_fatal)
        js_push(js, o, NULL);
    return js_step(js, o->items.n / 16);
}

static bool set_array(struct js *js, struct js_object *o, struct str key, struct span key_span,
                      const struct js_value *value) {
    uint32_t i;
    if (str_eqz(key, "length"))
        return set_length(js, o, value, key_span);
    if (!js_is_index(key, &i)) {
        js_define(js, o, key, key_span, value);
        return true;
    }
    if (o->open)
        return true; /* one more unknown element */
    if (i > o->items.n + 1024) {
        js_open(js, o, js_unknown(js, key_span, "an element far behind the end is assigned"));
        return true;
    }
    js_touch_object(js, o);
    while (o->items.n <= i && !js->is_fatal)
        js_push(js, o, NULL);
    if (i < o->items.n)
        o->items.at[i] = value;
    return !js->is_fatal;
}

static bool set_frozen(struct js *js, const struct js_object *o, struct str key,
                       struct span key_span) {
    if (!js->is_strict)
        return true;
    if (js_prop_find(o, key))
        return js_throw(js, key_span, "TypeError",
                        "Cannot assign to read only property '%.*s' of object",
                        STR_ARG(key)) != NULL;
    return js_throw(js, key_span, "TypeError", "Cannot add property %.*s, object is not extensible",
                    STR_ARG(key)) != NULL;
}

static bool set_object(struct js *js, struct js_object *o, struct str key, struct span key_span,
                       const struct js_value *value) {
    value = js_with_deps(js->arena, value, js->control);
    if (o->class == JS_ENV)
        return js_env_set(js, key, key_span, value);
    if (o->is_escaped && o->open) {
        js_escape(js, value, o->open);
        value = js_unknown_from(js, o->open);
    }
    if (o->is_frozen)
        return set_frozen(js, o, key, key_span);
    if (o->class == JS_BUILTIN || o->class == JS_NATIVE || o->class == JS_OPAQUE) {
        change_builtin(js, key_span);
        return true;
    }
    if (o->class == JS_REGEXP && str_eqz(key, "lastIndex")) {
        js_touch_object(js, o);
        if (value->kind == JS_NUMBER && value->number >= 0 && value->number <= UINT32_MAX &&
            value->number == (double)(size_t)value->number)
            o->next = (size_t)value->number;
        else
            js_open(js, o, js_unknown(js, key_span, "the lastIndex of a RegExp is assigned"));
        return true;
    }
    if (str_eqz(key, "__proto__") && !o->no_proto && !js_prop_find(o, key)) {
        js_open(js, o, js_unknown(js, key_span, "the prototype of an object is changed"));
        return true;
    }
    for (const struct js_object *at = o; at; at = at->proto) {
        const struct js_prop *p = js_prop_find(at, key);
        if (p && p->is_getter)
            return !js->is_strict ||
                   js_throw(js, key_span, "TypeError",
                            "Cannot set property %.*s of an object which has only a getter",
                            STR_ARG(key)) != NULL;
        if (p)
            break;
    }
    if (o->class == JS_ARRAY)
        return set_array(js, o, key, key_span, value);
    if (o->class == JS_FUNCTION && (str_eqz(key, "name") || str_eqz(key, "length")))
        return true; /* not writable; strict code throws, which does not matter for a value */
    js_define(js, o, key, key_span, value);
    return !js->is_fatal;
}

bool js_set(struct js *js, const struct js_value *base, struct str key, struct span key_span,
            const struct js_value *value) {
    switch (base->kind) {
    case JS_UNDEFINED:
    case JS_NULL:
        return js_throw(js, key_span, "TypeError", "Cannot set properties of %s (setting '%.*s')",
                        base->kind == JS_NULL ? "null" : "undefined", STR_ARG(key)) != NULL;
    case JS_BOOL:
    case JS_NUMBER:
    case JS_STRING:
        return !js->is_strict ||
               js_throw(js, key_span, "TypeError", "Cannot create property '%.*s' on a primitive",
                        STR_ARG(key)) != NULL;
    case JS_OBJECT:
        return set_object(js, base->object, key, key_span, value);
    case JS_UNKNOWN:
        js->may_throw = true;
        js_write_unknown(js, base);
        js_escape(js, value, base);
        if (base->unknown.is_builtin)
            change_builtin(js, key_span);
        return true; /* nothing of ours: what was handed out is open already */
    case JS_CHOICE:
        for (size_t i = 0; i < base->choice.n; i++)
            if (base->choice.at[i].value->kind == JS_OBJECT)
                js_open(js, base->choice.at[i].value->object, base);
        return true;
    }
    return true;
}

bool js_set_by(struct js *js, const struct js_value *base, const struct js_value *key,
               struct span key_span, const struct js_value *value) {
    struct str text;
    const struct js_value *unknown = js_is_known(key) ? NULL : key;
    if (js_is_nullish(base))
        return js_set(js, base, STR("..."), key_span, value);
    if (!unknown && js_to_text(js, key, &text, &unknown))
        return js_set(js, base, text, key_span, js_with_deps(js->arena, value, key->deps));
    if (!unknown)
        return false;
    if (base->kind == JS_OBJECT)
        js_open(js, base->object, unknown);
    return js_set(js, base->kind == JS_CHOICE ? base : js_unknown_from(js, unknown), STR(""),
                  key_span, value);
}

bool js_delete(struct js *js, const struct js_value *base, struct str key, struct span span) {
    if (js_is_nullish(base))
        return js_throw(js, span, "TypeError", "Cannot convert undefined or null to object") !=
               NULL;
    js_write_unknown(js, base);
    if (base->kind != JS_OBJECT)
        return base->kind == JS_CHOICE ? js_set(js, base, key, span, base) : true;
    struct js_object *o = base->object;
    uint32_t i;
    if (o->class == JS_ENV) {
        struct js_prop *p;
        js_define(js, o, key, span, js_undefined(js->arena, span));
        if ((p = js_prop_find(o, key)))
            p->deleted = true;
        return true;
    }
    if (o->class == JS_BUILTIN || o->class == JS_NATIVE || o->class == JS_OPAQUE) {
        change_builtin(js, span);
    } else if (o->is_frozen) {
        return !js->is_strict || js_throw(js, span, "TypeError", "Cannot delete property '%.*s'",
                                          STR_ARG(key)) != NULL;
    } else if (o->class == JS_ARRAY && js_is_index(key, &i)) {
        js_touch_object(js, o);
        if (i < o->items.n)
            o->items.at[i] = NULL;
    } else if (o->open) {
        js_open(js, o, o->open); /* what is left over is not known either */
    } else if (js_prop_find(o, key)) {
        js_touch_object(js, o);
        js_prop_remove(js->arena, o, key);
        return js_step(js, o->props.n / 8);
    }
    return true;
}
