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

const struct js_table *js_class_proto(const struct js_object *o) {
    switch (o->class) {
    case JS_ARRAY:
        return &js_table_array_proto;
    case JS_FUNCTION:
    case JS_NATIVE:
        return &js_table_function_proto;
    case JS_ERROR:
        return &js_table_error_proto;
    case JS_MAP:
        return o->table ? o->table : &js_table_map_proto;
    case JS_SET:
        return &js_table_set_proto;
    case JS_ITERATOR:
        return &js_table_iterator_proto;
    case JS_REGEXP:
        return &js_table_regexp_proto;
    case JS_PLAIN:
        return o->table; /* of a class that extends a built-in */
    case JS_ARGUMENTS:
    case JS_BUILTIN:
    case JS_ENV:
    case JS_OPAQUE:
        break;
    }
    return NULL;
}

const struct js_prop *js_find_inherited(const struct js_object *o, struct str key) {
    const struct js_prop *p = NULL;
    for (; o && !p; o = o->proto)
        p = js_prop_find(o, key);
    return p;
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
    const struct js_binding *global =
        o->table == &js_table_globals ? js_binding_find(js->globals, key, true) : NULL;
    if (global)
        return global->value;
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

static const struct js_value *prototype_value(struct js *js, struct js_object *o,
                                              struct span span) {
    for (size_t i = 0; o->table && i < ARRAY_LEN(prototypes); i++)
        if (prototypes[i].statics == o->table)
            return js_object_value(js->arena, js_builtin_object(js, prototypes[i].proto), span);
    if (o->class != JS_FUNCTION || o->function->is_generator)
        return js_unknown_builtin(js, span, STR("the prototype of a function"));
    struct js_object *p = js_prototype_of(js, o);
    return p ? js_object_value(js->arena, p, span) : js_undefined(js->arena, span);
}

/* What the function is called by its own declaration; others are called by where they stand. */
static const struct js_value *function_name(struct js *js, const struct js_object *o,
                                            struct span span) {
    const struct js_function *fn = o->class == JS_FUNCTION ? o->function : NULL;
    const struct js_node *n = fn ? fn->class_of ? js_class_node(fn) : fn->node : NULL;
    const struct js_node *name = n ? js_node_field(n, JS_F_NAME) : NULL;
    struct str text = name ? js_node_text(&fn->module->tree, name) : STR("");
    if (!name || memchr(text.p, '\\', text.n) ||
        (name->kind != JS_N_IDENTIFIER && name->kind != JS_N_PROPERTY_IDENTIFIER))
        return js_unknown_builtin(js, span, STR("the name of a function"));
    return js_string(js->arena, text, span);
}

/* The parameters before the first with a default. */
static const struct js_value *function_length(struct js *js, const struct js_object *o,
                                              struct span span) {
    const struct js_node *n = o->class == JS_FUNCTION ? o->function->node : NULL;
    const struct js_node *list = n ? js_node_field(n, JS_F_PARAMETERS) : NULL;
    double count = n && js_node_field(n, JS_F_PARAMETER) ? 1 : 0;
    if (!n || o->function->class_of)
        return js_unknown_builtin(js, span, STR("the length of a function"));
    for (const struct js_node *c = list ? list->first : NULL; c; c = c->next) {
        if (c->kind == JS_N_REST_PATTERN || c->kind == JS_N_ASSIGNMENT_PATTERN)
            break;
        count++;
    }
    return js_number(js->arena, count, span);
}

/* A function's own name and length, and what hangs on built-in constructors (String.raw). */
static const struct js_value *get_function(struct js *js, const struct js_object *o, struct str key,
                                           struct span span) {
    if (str_eqz(key, "prototype"))
        return prototype_value(js, (struct js_object *)(uintptr_t)o, span);
    if (str_eqz(key, "name"))
        return function_name(js, o, span);
    if (str_eqz(key, "length"))
        return function_length(js, o, span);
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
    if (!js_is_callable(p->value)) /* a setter alone, or not known any more */
        return p->value;
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
        const struct js_value *v = at->class == JS_ARRAY || at->class == JS_ARGUMENTS
                                       ? get_array(js, at, key, span, &found)
                                       : NULL;
        if (found)
            return v;
        if (at->open && !at->partial) /* of a partial array only the items are not known */
            return get_open(js, at, key, span);
        if (at->table == &js_table_params_proto && str_eqz(key, "size"))
            return js_unknown(js, span,
                              "whether there is URLSearchParams.size depends on the "
                              "version of Node");
        if ((at->class == JS_MAP || at->class == JS_SET) && str_eqz(key, "size"))
            return js_number(js->arena, (double)(at->items.n / (at->class == JS_MAP ? 2 : 1)),
                             span);
        if (at->class == JS_REGEXP && (v = js_regexp_get(js, at, key, span)))
            return v;
        if (at->class == JS_ARGUMENTS && str_eqz(key, "callee"))
            return js_unknown(js, span, "ecoc does not evaluate arguments.callee");
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
        if (!at->proto && o->class == JS_ERROR && str_eqz(key, "name"))
            return js_string(js->arena, o->what, span);
        if (!at->proto)
            return get_inherited(js, js_class_proto(at), key, span);
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
