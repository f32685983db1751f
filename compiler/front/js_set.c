/* Writing properties: arrays and their length, setters, what may not be written, built-ins, deletion. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"

void js_open(struct js *js, struct js_object *o, const struct js_value *cause) {
    js_touch_object(js, o);
    if (o->class == JS_ENV) {
        js->env_cut = js_unknown_from(js, cause);
        js_blur_env(js, js->env_cut, true);
        return;
    }
    o->open = js_maybe_own(js, js_unknown_from(js, cause), js_holds_own(o));
    o->partial = NULL;
    o->open_env = false;
    for (size_t i = 0; i < o->props.n; i++) {
        o->props.at[i].value = o->open;
        o->props.at[i].maybe = true;
        o->props.at[i].setter = NULL;
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
    array->open = js_maybe_own(js, array->open, js_is_own(v));
    if (p)
        array->partial = partial_of(js, p->at, p->n, v);
}

void js_put_somewhere(struct js *js, struct js_object *array, const struct js_value *v) {
    if (array->partial && js->f->mode == FRONT_SYMBOLIC)
        js_may_hold(js, array, v);
    else
        js_escape(js, v, array->open);
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
    if (o->open) {
        js_put_somewhere(js, o, value);
        return true;
    }
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

/* globalThis.x = ...: like an undeclared variable. */
static bool set_global(struct js *js, struct str key, struct span key_span,
                       const struct js_value *value) {
    struct js_binding *b = js_binding_find(js->globals, key, true);
    if (js_row_find(&js_table_globals, key) || js->level) {
        change_builtin(js, key_span);
        return true;
    }
    if (b)
        js_binding_set(js, b, value);
    else
        js_declare(js, js->globals, key, value, false, false);
    return true;
}

/* What Node keeps for itself: nothing of a configuration depends on it. */
static bool is_ignored(const struct js_object *o, struct str key) {
    return o->class == JS_BUILTIN && o->table == &js_table_process &&
           (str_eqz(key, "exitCode") || str_eqz(key, "title"));
}

/* An accessor takes the value; true where `p` is one, *ok is then how it went. */
static bool set_accessor(struct js *js, struct js_object *o, const struct js_prop *p,
                         struct span key_span, const struct js_value *value, bool *ok) {
    *ok = true;
    if (!p->is_getter)
        return false;
    if (p->setter) {
        struct js_call call = {.self = js_object_value(js->arena, o, key_span),
                               .args = &value,
                               .n = 1,
                               .span = key_span};
        *ok = js_call_value(js, p->setter, &call) != NULL;
    } else if (js->is_strict && js_is_callable(p->value)) {
        *ok = js_throw(js, key_span, "TypeError",
                       "Cannot set property %.*s of an object which has only a getter",
                       STR_ARG(p->key)) != NULL;
    }
    return true;
}

/* Does the object or one it inherits from have a setter? Then an unknown key may call it. */
static bool has_setter(const struct js_object *o) {
    for (; o; o = o->proto)
        for (size_t i = 0; i < o->props.n; i++)
            if (o->props.at[i].setter)
                return true;
    return false;
}

static void open_for(struct js *js, struct js_object *o, const struct js_value *cause) {
    if (has_setter(o))
        js_poison(js, cause);
    js_open(js, o, cause);
}

static bool set_prototype(struct js *js, struct js_object *o, struct span key_span,
                          const struct js_value *value) {
    struct js_function *fn = o->function;
    if (fn->class_of || js->level || !js_prototype_of(js, o) || value->kind != JS_OBJECT)
        js_poison(js, js_unknown(js, key_span, "the prototype of a function is changed"));
    else
        fn->prototype = value->object;
    return true;
}

/* Assigns a property that stays enumerable or not, as it was. */
static void define_kept(struct js *js, struct js_object *o, struct str key, struct span key_span,
                        const struct js_value *value) {
    const struct js_prop *old = js_prop_find(o, key);
    bool is_hidden = old && old->is_hidden, is_fixed = old && old->is_fixed;
    js_define(js, o, key, key_span, value);
    struct js_prop *p = is_hidden || is_fixed ? js_prop_find(o, key) : NULL;
    if (!p)
        return;
    p->is_hidden = is_hidden;
    p->is_fixed = is_fixed;
}

static bool set_object(struct js *js, struct js_object *o, struct str key, struct span key_span,
                       const struct js_value *value) {
    bool ok;
    value = js_with_deps(js->arena, value, js->control);
    if (o->class == JS_ENV)
        return js_env_set(js, key, key_span, value);
    if (o->is_escaped && o->open) {
        js_escape(js, value, o->open);
        value = js_unknown_from(js, o->open);
    }
    if (o->is_frozen && !(key.n && key.p[0] == '\xff'))
        return set_frozen(js, o, key, key_span);
    if (o->class == JS_BUILTIN && o->table == &js_table_globals)
        return set_global(js, key, key_span, value);
    if (is_ignored(o, key))
        return true;
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
        if (p && set_accessor(js, o, p, key_span, value, &ok))
            return ok;
        if (p && (p->is_readonly || (at != o && at->is_frozen)))
            return set_frozen(js, o, key, key_span);
        if (p)
            break;
    }
    if (o->class == JS_ARRAY || o->class == JS_ARGUMENTS)
        return set_array(js, o, key, key_span, value);
    if (o->class == JS_FUNCTION && str_eqz(key, "prototype"))
        return set_prototype(js, o, key_span, value);
    if (o->class == JS_FUNCTION && (str_eqz(key, "name") || str_eqz(key, "length")))
        return true; /* not writable; strict code throws, which does not matter for a value */
    define_kept(js, o, key, key_span, value);
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
                open_for(js, base->choice.at[i].value->object, base);
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
        open_for(js, base->object, unknown);
    return js_set(js, base->kind == JS_CHOICE ? base : js_unknown_from(js, unknown), STR(""),
                  key_span, value);
}

bool js_delete(struct js *js, const struct js_value *base, struct str key, struct span span) {
    if (js_is_nullish(base))
        return js_throw(js, span, "TypeError", "Cannot convert undefined or null to object") !=
               NULL;
    js_write_unknown(js, base);
    if (base->kind == JS_UNKNOWN && base->unknown.is_builtin)
        change_builtin(js, span);
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
    if (o->class == JS_OPAQUE && o->table == &js_table_module_cache) {
        js_forget_module(js, key, span);
    } else if (o->class == JS_BUILTIN || o->class == JS_NATIVE || o->class == JS_OPAQUE) {
        change_builtin(js, span);
    } else if (o->is_frozen || (js_prop_find(o, key) && js_prop_find(o, key)->is_fixed)) {
        return !js->is_strict || js_throw(js, span, "TypeError", "Cannot delete property '%.*s'",
                                          STR_ARG(key)) != NULL;
    } else if ((o->class == JS_ARRAY || o->class == JS_ARGUMENTS) && js_is_index(key, &i)) {
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
