/* Copying properties, and what happens to objects that are handed to code we do not evaluate. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"
#include "compiler/front/js_text.h"

typedef VEC(struct js_object *) js_objects;

/* Functions of a prelude have no state, and nobody changes what they inherit from. */
static bool is_of_prelude(const struct js_object *o) {
    const struct js_prop *p = o->class == JS_PLAIN ? js_prop_find(o, STR("constructor")) : NULL;
    if (p && p->is_hidden && js_is_class(p->value, JS_FUNCTION))
        o = p->value->object;
    return o->class == JS_FUNCTION && o->function->module->is_prelude;
}

static void reach(struct js *js, js_objects *found, const struct js_value *v) {
    if (v && v->kind == JS_UNKNOWN && v->unknown.is_builtin)
        js_poison(js, v);
    if (v)
        js_call_unknown(js, v);
    if (!v || v->kind == JS_CHOICE) {
        for (size_t i = 0; v && i < v->choice.n; i++)
            reach(js, found, v->choice.at[i].value);
        return;
    }
    if (v->kind != JS_OBJECT || v->object->is_exporting || !js_step(js, 1) ||
        is_of_prelude(v->object))
        return;
    v->object->is_exporting = true;
    VEC_PUSH(js->arena, found, v->object);
}

static void reach_object(struct js *js, js_objects *found, struct js_object *o, struct span span) {
    if (o)
        reach(js, found, js_object_value(js->arena, o, span));
}

static bool may_change(const struct js_object *o) {
    return !o->is_frozen &&
           (o->class == JS_PLAIN || o->class == JS_ARRAY || o->class == JS_ENV ||
            o->class == JS_ARGUMENTS || o->class == JS_ERROR || o->class == JS_MAP ||
            o->class == JS_SET || o->class == JS_ITERATOR || o->class == JS_REGEXP);
}

void js_escape(struct js *js, const struct js_value *v, const struct js_value *cause) {
    js_objects found = {0};
    js->may_throw = true;
    reach(js, &found, v);
    for (size_t i = 0; i < found.n; i++) {
        const struct js_object *o = found.at[i];
        for (size_t k = 0; k < o->props.n; k++) {
            reach(js, &found, o->props.at[k].value);
            reach(js, &found, o->props.at[k].setter);
        }
        for (size_t k = 0; k < o->items.n; k++)
            reach(js, &found, o->items.at[k]);
        reach_object(js, &found, o->source, cause->span);
        reach_object(js, &found, o->proto, cause->span);
        if (o->class == JS_FUNCTION)
            reach_object(js, &found, o->function->prototype, cause->span);
        if (o->class == JS_NATIVE || o->class == JS_OPAQUE)
            reach(js, &found, o->bound);
    }
    for (size_t i = 0; i < found.n; i++) {
        found.at[i]->is_exporting = false;
        if (may_change(found.at[i])) {
            js_touch_object(js, found.at[i]);
            found.at[i]->is_escaped = true;
        }
    }
    for (size_t i = 0; i < found.n; i++) {
        if (found.at[i]->class == JS_FUNCTION) {
            js_function_escape(js, found.at[i]->function, cause);
            js_open(js, found.at[i], cause); /* it may have been given properties */
            found.at[i]->is_escaped = true;
        } else if (found.at[i] == js_builtin_object(js, &js_table_process)) {
            js_open(js, js->env, cause);
        } else if (may_change(found.at[i])) {
            js_open(js, found.at[i], cause);
        }
    }
}

const struct js_value *js_keys_unknown(struct js *js, const struct js_object *o) {
    if (o->class == JS_ENV)
        return js->env_cut    ? js->env_cut
               : js->env_open ? js->env_open
               : js->f->mode == FRONT_SYMBOLIC
                   ? js_unknown(js, js->place, "the whole environment is read")
                   : NULL;
    if (o->open)
        return o->open;
    if (o->class == JS_BUILTIN || o->class == JS_OPAQUE || o->class == JS_NATIVE)
        return js_unknown(js, js->place, "ecoc does not list the properties of a built-in object");
    for (size_t i = 0; i < o->props.n; i++)
        if (o->props.at[i].maybe)
            return js_unknown_from(js, o->props.at[i].value);
    return NULL;
}

struct js_object *js_text_items(struct js *js, const struct js_value *text) {
    struct js_object *o = js_object_new(js, JS_ARRAY);
    struct js_units u = js_text_units(js->arena, text->string);
    for (size_t i = 0; i < u.n && js_step(js, 1); i++)
        js_push(js, o,
                js_string(js->arena, js_text_from_units(js->arena, u.at + i, 1), text->span));
    return o;
}

struct spread {
    struct js_object *target;
    bool by_assignment;
    const struct js_value *choice;
    size_t from;
};

static bool put(struct js *js, const struct spread *sp, struct str key, struct span key_span,
                const struct js_value *value) {
    if (!js_step(js, 1))
        return false;
    if (sp->by_assignment) {
        const struct js_value *target = js_object_value(js->arena, sp->target, key_span);
        return js_set(js, target, key, key_span, value);
    }
    js_define(js, sp->target, key, key_span, value);
    return !js->is_fatal;
}

static bool put_prop(struct js *js, const struct spread *sp, const struct js_object *from,
                     const struct js_prop *p, const struct env_deps *deps) {
    const struct js_value *value = js_read(js, from, p);
    if (!value)
        return false;
    value = js_with_deps(js->arena, value, deps);
    bool maybe = p->maybe;
    struct js_prop copy = *p;
    if (maybe && js_prop_find(sp->target, p->key))
        value = js_unknown_from(js, p->value), maybe = false;
    if (!put(js, sp, copy.key, copy.key_span, value))
        return false;
    struct js_prop *made = maybe ? js_prop_find(sp->target, copy.key) : NULL;
    if (made)
        made->maybe = true;
    return true;
}

static bool spread_items(struct js *js, const struct spread *sp, const struct js_value *from) {
    const struct js_object *o = from->object;
    for (size_t i = 0; i < o->items.n; i++)
        if (o->items.at[i] &&
            !put(js, sp, arena_fmt(js->arena, "%zu", i), from->span, o->items.at[i]))
            return false;
    return true;
}

static bool spread_object(struct js *js, const struct spread *sp, const struct js_value *from) {
    const struct js_object *o = from->object;
    if (o->class == JS_ENV)
        return js_env_spread(js, sp->target, from->span);
    if (o->class == JS_BUILTIN || o->class == JS_NATIVE || o->class == JS_OPAQUE ||
        o->class == JS_ERROR) {
        js_open(js, sp->target,
                js_unknown(js, from->span, "ecoc does not list the properties of this object"));
        return true;
    }
    if (o->open && o->open_env) {
        if (!js_env_spread(js, sp->target, from->span))
            return false;
    } else if (o->open) {
        js_open(js, sp->target, o->open);
    }
    bool has_items = o->class == JS_ARRAY || o->class == JS_ARGUMENTS;
    if (has_items && !o->open && !spread_items(js, sp, from))
        return false;
    const uint32_t *order = js_prop_order(js->arena, o);
    size_t n = o->props.n;
    for (size_t i = 0; i < n && i < o->props.n; i++) {
        const struct js_prop p = o->props.at[order[i]];
        if (!p.is_hidden && !(o->open && p.maybe) && !put_prop(js, sp, o, &p, from->deps))
            return false;
    }
    return true;
}

static struct js_done spread_first(struct js *js, void *context) {
    struct spread *sp = context;
    const struct js_value *v = sp->choice->choice.at[sp->from].value;
    return js_spread_into(js, sp->target, v, sp->by_assignment) ? js_normal() : js_thrown();
}

static struct js_done spread_rest(struct js *js, void *context) {
    struct spread sp = *(struct spread *)context;
    sp.from++;
    if (sp.from + 1 == sp.choice->choice.n)
        return spread_first(js, &sp);
    struct js_fork fork = {.cond = sp.choice,
                           .when = sp.choice->choice.at[sp.from].when,
                           .yes = spread_first,
                           .no = spread_rest,
                           .context = &sp};
    return js_fork(js, &fork, false);
}

bool js_spread_into(struct js *js, struct js_object *target, const struct js_value *from,
                    bool by_assignment) {
    struct spread sp = {target, by_assignment, from, 0};
    switch (from->kind) {
    case JS_UNDEFINED:
    case JS_NULL:
    case JS_BOOL:
    case JS_NUMBER:
        return true;
    case JS_STRING:
        return spread_object(js, &sp,
                             js_object_value(js->arena, js_text_items(js, from), from->span));
    case JS_UNKNOWN: /* nothing falsy has properties */
        if (!from->unknown.is_falsy)
            js_open(js, target, from);
        return true;
    case JS_OBJECT:
        return spread_object(js, &sp, from);
    case JS_CHOICE: {
        struct js_fork fork = {.cond = from,
                               .when = from->choice.at[0].when,
                               .yes = spread_first,
                               .no = spread_rest,
                               .context = &sp};
        return js_fork(js, &fork, false).flow != JS_THROW;
    }
    }
    return true;
}
