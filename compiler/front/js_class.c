/* Classes and construction: `new` of the configuration's own functions, super, fields, private
 * names. What a class is made of is evaluated once, where it stands; what is not modelled (computed
 * names, decorators, built-in parents other than the errors) makes the whole class unknown. */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"

/* How instances of a class are made. */
struct js_class_of {
    const struct js_node *node, *body, *constructor; /* constructor: NULL where it has none */
    struct js_scope *scope;
    struct js_object *parent;  /* a function or a built-in error; NULL: it extends nothing */
    struct js_object *methods; /* private ones: each instance gets them */
};

const struct js_node *js_class_node(const struct js_function *fn) {
    return fn->class_of->node;
}

struct js_object *js_prototype_of(struct js *js, struct js_object *f) {
    struct js_function *fn = f->class == JS_FUNCTION ? f->function : NULL;
    if (!fn || fn->is_arrow || fn->is_method || fn->is_async || fn->is_generator)
        return NULL;
    if (!fn->prototype) {
        struct js_object *p = js_object_new(js, JS_PLAIN);
        struct span span = js_tree_span(&fn->module->tree, fn->node);
        p->mark = 0; /* it was there before any trial */
        js_prop_set(js->arena, p, STR("constructor"), span, js_object_value(js->arena, f, span))
            ->is_hidden = true;
        fn->prototype = p;
    }
    return fn->prototype;
}

struct js_activation *js_activation_of(struct js_scope *s) {
    while (s && !s->activation && !s->this_value)
        s = s->parent;
    return s ? s->activation : NULL;
}

/* ---- private names: keys that no string can be ---- */

static bool declare_private(struct js *js, struct js_scope *s, const struct js_node *name) {
    struct str text = js_source(js, name);
    struct str key = arena_fmt(js->arena, "\xff%.*s@%u", STR_ARG(text), js->last_class);
    if (!js_binding_find(s, text, true))
        js_declare(js, s, text, js_string(js->arena, key, js_span(js, name)), true, true);
    return true;
}

struct str js_private_key(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_binding *b = js_binding_find(s, js_source(js, n), false);
    return b && b->value ? b->value->string : (struct str){NULL, 0};
}

/* ---- what is modelled ---- */

static bool is_named(const struct js_node *n, enum js_field field) {
    const struct js_node *name = js_node_field(n, field);
    return name && (name->kind == JS_N_PROPERTY_IDENTIFIER || name->kind == JS_N_STRING ||
                    name->kind == JS_N_PRIVATE_PROPERTY_IDENTIFIER);
}

/* `static`, `get` and the like before a line end: the grammar takes the word for a field. */
static bool is_odd_field(struct js *js, const struct js_node *m) {
    static const char *const words[] = {"static", "get", "set", "async"};
    const struct js_node *name =
        m->kind == JS_N_FIELD_DEFINITION ? js_node_field(m, JS_F_PROPERTY) : NULL;
    bool is_word = false;
    for (size_t i = 0; name && i < ARRAY_LEN(words); i++)
        is_word = is_word || str_eqz(js_source(js, name), words[i]);
    return is_word && !js_node_field(m, JS_F_VALUE);
}

static bool is_modelled(struct js *js, const struct js_node *body) {
    for (const struct js_node *m = body ? body->first : NULL; m; m = m->next) {
        bool fits = (m->kind == JS_N_METHOD_DEFINITION && is_named(m, JS_F_NAME)) ||
                    (m->kind == JS_N_FIELD_DEFINITION && is_named(m, JS_F_PROPERTY)) ||
                    m->kind == JS_N_CLASS_STATIC_BLOCK;
        if (!fits || is_odd_field(js, m))
            return false;
        for (const struct js_node *c = m->first; c; c = c->next)
            if (c->kind == JS_N_OTHER || c->kind == JS_N_DECORATOR)
                return false;
    }
    return body != NULL;
}

static bool is_static(const struct js_node *m) {
    return js_node_marked(m, JS_T_STATIC);
}

static bool is_private(const struct js_node *m) {
    const struct js_node *name = js_node_field(m, JS_F_NAME);
    if (!name)
        name = js_node_field(m, JS_F_PROPERTY);
    return name && name->kind == JS_N_PRIVATE_PROPERTY_IDENTIFIER;
}

static bool is_constructor_node(struct js *js, const struct js_node *m) {
    const struct js_node *name = js_node_field(m, JS_F_NAME);
    return m->kind == JS_N_METHOD_DEFINITION && !is_static(m) && name &&
           name->kind == JS_N_PROPERTY_IDENTIFIER && str_eqz(js_source(js, name), "constructor");
}

static const struct js_node *body_of(const struct js_node *n) {
    const struct js_node *body = js_node_field(n, JS_F_BODY);
    return body && body->kind == JS_N_CLASS_BODY ? body : NULL;
}

static const struct js_node *heritage_of(const struct js_node *n) {
    for (const struct js_node *c = n->first; c; c = c->next)
        if (c->kind == JS_N_CLASS_HERITAGE)
            return c->first;
    return NULL;
}

bool js_is_constructor(const struct js_value *f) {
    if (!js_is_class(f, JS_FUNCTION))
        return false;
    const struct js_function *fn = f->object->function;
    return fn->class_of || !(fn->is_arrow || fn->is_method || fn->is_async || fn->is_generator);
}

static bool is_native_error(const struct js_value *f) {
    return js_is_class(f, JS_NATIVE) && f->object->row && f->object->row->fn &&
           str_ends(f->object->what, STR("Error")) && !f->object->bound;
}

/* ---- evaluating a class ---- */

struct building {
    struct js_class_of *of;
    struct js_object *f, *prototype;
    const struct js_value *value;
};

static const struct js_value *refuse_class(struct js *js, const struct js_node *n) {
    const struct js_value *v =
        js_maybe_own(js, js_unmodelled(js, js_head(js, n), "", STR("this class")), JS_OURS_OBJECT);
    /* Static parts, computed names and the heritage run now; methods only when called. */
    if (js_could_write(n))
        js_poison(js, v);
    return v;
}

/* The parent; false where thrown, *unknown where it is not modelled. */
static bool find_parent(struct js *js, const struct js_node *n, struct js_scope *s,
                        struct js_object **parent, const struct js_value **unknown) {
    const struct js_node *heritage = heritage_of(n);
    const struct js_value *v = heritage ? js_eval(js, heritage, s) : NULL;
    *parent = NULL;
    if (!heritage)
        return true;
    if (!v)
        return false;
    if (js_is_constructor(v) || is_native_error(v))
        *parent = v->object;
    else if (!js_is_known(v) || v->kind == JS_NULL || js_is_class(v, JS_NATIVE))
        *unknown = js_is_known(v) ? refuse_class(js, n)
                                  : js_maybe_own(js, js_unknown_from(js, v), JS_OURS_OBJECT);
    else
        return js_throw(js, js_span(js, heritage), "TypeError",
                        "Class extends a value that is no constructor") != NULL;
    if (*unknown && js_could_write(n))
        js_poison(js, *unknown);
    return true;
}

static bool scan_members(struct js *js, struct building *b) {
    struct js_class_of *of = b->of;
    for (const struct js_node *m = of->body->first; m; m = m->next) {
        if (is_private(m)) {
            const struct js_node *name = js_node_field(m, JS_F_NAME);
            (void)declare_private(js, of->scope, name ? name : js_node_field(m, JS_F_PROPERTY));
        }
        if (!is_constructor_node(js, m))
            continue;
        if (of->constructor)
            return js_throw(js, js_span(js, m), "SyntaxError",
                            "A class may only have one constructor") != NULL;
        of->constructor = m;
    }
    return true;
}

static void make_function(struct js *js, const struct js_node *n, struct building *b) {
    struct js_class_of *of = b->of;
    b->f = js_function_new(js, of->constructor ? of->constructor : n, of->scope);
    b->f->function->is_method = b->f->function->is_async = false;
    b->f->function->is_generator = false;
    b->f->function->class_of = of;
    b->prototype = js_prototype_of(js, b->f);
    b->prototype->mark = js->level;
    b->f->function->home = b->prototype;
    b->value = js_object_value(js->arena, b->f, js_span(js, n));
    of->methods = js_object_new(js, JS_PLAIN);
    if (!of->parent)
        return;
    b->f->proto = of->parent;
    b->prototype->proto = js_prototype_of(js, of->parent);
    if (!b->prototype->proto)
        b->prototype->table = of->parent->class == JS_NATIVE ? &js_table_error_proto : NULL;
}

static bool add_methods(struct js *js, struct building *b) {
    for (const struct js_node *m = b->of->body->first; m; m = m->next) {
        if (m->kind != JS_N_METHOD_DEFINITION || m == b->of->constructor)
            continue;
        struct js_object *target = is_static(m)    ? b->f
                                   : is_private(m) ? b->of->methods
                                                   : b->prototype;
        if (!js_add_method(js, target, m, b->of->scope, true))
            return false;
    }
    return true;
}

/* What a field's initialiser or a static block sees as `this`. */
static struct js_scope *member_scope(struct js *js, const struct js_class_of *of,
                                     struct js_function *fn, const struct js_value *self) {
    struct js_scope *s = js_scope_new(js, of->scope, true);
    s->this_value = self;
    s->activation = arena_new(js->arena, struct js_activation);
    *s->activation = (struct js_activation){.function = fn, .level = js->level};
    return s;
}

static bool define_field(struct js *js, const struct js_class_of *of, struct js_object *o,
                         const struct js_node *m, struct js_scope *s) {
    const struct js_node *name = js_node_field(m, JS_F_PROPERTY);
    const struct js_node *init = js_node_field(m, JS_F_VALUE);
    const struct js_value *unknown = NULL;
    bool hidden = name->kind == JS_N_PRIVATE_PROPERTY_IDENTIFIER;
    struct str key;
    if (hidden)
        key = js_private_key(js, name, of->scope);
    else if (!js_property_key(js, name, s, &key, &unknown))
        return false;
    const struct js_value *v =
        init ? js_eval(js, init, s) : js_undefined(js->arena, js_span(js, m));
    if (!v)
        return false;
    if (!key.p) {
        js_open(js, o, unknown);
        return true;
    }
    js_define(js, o, key, js_span(js, name), v);
    struct js_prop *p = js_prop_find(o, key);
    if (p)
        p->is_hidden = hidden;
    return !js->is_fatal;
}

/* Static fields and blocks, in their order. */
static bool run_static(struct js *js, struct building *b) {
    for (const struct js_node *m = b->of->body->first; m; m = m->next) {
        struct js_scope *s = member_scope(js, b->of, b->f->function, b->value);
        if (m->kind == JS_N_FIELD_DEFINITION && is_static(m) &&
            !define_field(js, b->of, b->f, m, s))
            return false;
        if (m->kind != JS_N_CLASS_STATIC_BLOCK)
            continue;
        const struct js_node *body = js_node_field(m, JS_F_BODY);
        if (body && (!js_hoist(js, body->first, s, true) ||
                     js_exec_list(js, body->first, s).flow == JS_THROW))
            return false;
    }
    return true;
}

static const struct js_value *build(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_node *name = js_node_field(n, JS_F_NAME);
    const struct js_value *unknown = NULL;
    struct building b = {.of = arena_new(js->arena, struct js_class_of)};
    struct js_binding *own = NULL;
    js->last_class++;
    *b.of = (struct js_class_of){.node = n, .body = body_of(n), .scope = s};
    b.of->scope = js_scope_new(js, s, false);
    if (name)
        own = js_declare(js, b.of->scope, js_source(js, name), NULL, true, true);
    if (!find_parent(js, n, b.of->scope, &b.of->parent, &unknown))
        return NULL;
    if (unknown)
        return unknown;
    if (!scan_members(js, &b))
        return NULL;
    make_function(js, n, &b);
    if (!add_methods(js, &b))
        return NULL;
    if (own)
        js_binding_set(js, own, b.value);
    return run_static(js, &b) ? b.value : NULL;
}

const struct js_value *js_eval_class(struct js *js, const struct js_node *n, struct js_scope *s) {
    if (js_is_typescript(js->module->path) || !is_modelled(js, body_of(n)))
        return refuse_class(js, n);
    bool is_strict = js->is_strict;
    js->is_strict = true;
    const struct js_value *v = build(js, n, s);
    js->is_strict = is_strict;
    return v;
}

/* ---- making an instance ---- */

static bool init_fields(struct js *js, struct js_function *fn, const struct js_value *self) {
    const struct js_class_of *of = fn->class_of;
    if (!of || self->kind != JS_OBJECT)
        return true;
    for (size_t i = 0; i < of->methods->props.n; i++) {
        const struct js_prop *from = &of->methods->props.at[i];
        js_define(js, self->object, from->key, from->key_span, from->value);
        struct js_prop *p = js_prop_find(self->object, from->key);
        if (p)
            *p = *from;
    }
    for (const struct js_node *m = of->body->first; m; m = m->next)
        if (m->kind == JS_N_FIELD_DEFINITION && !is_static(m) &&
            !define_field(js, of, self->object, m, member_scope(js, of, fn, self)))
            return false;
    return true;
}

/* super(...): the parent makes the object, then this class's fields are added. */
static const struct js_value *construct_parent(struct js *js, struct js_activation *activation,
                                               const struct js_call *call, struct js_scope *s) {
    struct js_function *fn = activation->function;
    struct js_call inner = *call;
    inner.self = NULL;
    const struct js_value *v =
        js_construct(js, fn->class_of->parent, &inner, activation->new_target);
    if (!v)
        return NULL;
    if (!activation->wants_super)
        return js_throw(js, call->span, "ReferenceError",
                        "Super constructor may only be called once");
    activation->wants_super = false;
    s->this_value = v;
    return init_fields(js, fn, v) ? v : NULL;
}

const struct js_value *js_super_call(struct js *js, const struct js_call *call,
                                     struct js_scope *s) {
    while (s && !s->activation && !s->this_value)
        s = s->parent;
    struct js_activation *activation = s ? s->activation : NULL;
    bool fits = activation && activation->new_target && activation->function->class_of &&
                activation->function->class_of->parent;
    if (!fits || activation->level != js->level) {
        const struct js_value *v =
            js_unknown(js, call->span, "ecoc does not evaluate this call of super");
        js_poison(js, v);
        if (activation && activation->wants_super) { /* its `this` is as unknown as all else now */
            activation->wants_super = false;
            s->this_value = v;
        }
        return v;
    }
    return construct_parent(js, activation, call, s);
}

static const struct js_value *constructed(struct js *js, const struct js_call *call,
                                          const struct js_value *given, const struct js_scope *s) {
    if (!given || given->kind == JS_OBJECT)
        return given;
    if (!js_is_known(given)) {
        if (s->this_value)
            js_escape(js, s->this_value, given);
        return js_unknown_from(js, given);
    }
    if (!s->this_value)
        return js_throw(js, call->span, "ReferenceError",
                        "Must call super constructor in derived class before accessing 'this' or "
                        "returning from derived constructor");
    return s->this_value;
}

const struct js_value *js_run_constructor(struct js *js, struct js_function *fn,
                                          const struct js_call *call) {
    const struct js_class_of *of = fn->class_of;
    struct js_scope *s = js_scope_new(js, fn->scope, true);
    const struct js_value *v = js_undefined(js->arena, call->span);
    s->activation = arena_new(js->arena, struct js_activation);
    *s->activation = (struct js_activation){.function = fn, .level = js->level};
    s->activation->new_target = call->new_target;
    s->activation->wants_super = of && of->parent;
    if (!s->activation->wants_super) {
        struct js_object *o = js_object_new(js, JS_PLAIN);
        o->proto = js_prototype_of(js, call->new_target);
        s->this_value = js_object_value(js->arena, o, call->span);
        if (!init_fields(js, fn, s->this_value))
            return NULL;
    }
    if (!of || of->constructor)
        v = js_run_function(js, fn, call, s);
    else if (of->parent)
        v = construct_parent(js, s->activation, call, s);
    return constructed(js, call, v, s);
}

const struct js_value *js_construct(struct js *js, struct js_object *f, const struct js_call *call,
                                    struct js_object *new_target) {
    struct js_call inner = *call;
    inner.is_new = true;
    inner.self = NULL;
    inner.new_target = f->class == JS_FUNCTION ? new_target : NULL;
    const struct js_value *v = js_call_value(js, js_object_value(js->arena, f, call->span), &inner);
    if (v && f->class == JS_NATIVE && v->kind == JS_OBJECT && new_target != f) {
        js_touch_object(js, v->object);
        v->object->proto = js_prototype_of(js, new_target);
    }
    return v;
}

const struct js_value *js_super_get(struct js *js, struct str key, struct js_scope *s,
                                    struct span span) {
    while (s && !s->activation && !s->this_value)
        s = s->parent;
    const struct js_object *home = s && s->activation ? s->activation->function->home : NULL;
    bool is_static = s && s->this_value && js_is_class(s->this_value, JS_FUNCTION);
    if (home && is_static && s->this_value->object->function->class_of)
        home = s->activation->function->class_of ? s->this_value->object : home;
    if (!home || !home->proto)
        return js_maybe_own(js, js_unknown(js, span, "ecoc does not evaluate super here"),
                            JS_OURS_OBJECT);
    const struct js_prop *p = js_find_inherited(home->proto, key);
    if (p && p->is_getter)
        return js_maybe_own(js, js_unknown(js, span, "ecoc does not evaluate a getter of super"),
                            JS_OURS_OBJECT);
    return js_get(js, js_object_value(js->arena, home->proto, span), key, span);
}
