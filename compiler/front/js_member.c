/* Member access, calls and optional chains: where one link of a chain is cut, the rest is not run.
 */
#include "compiler/front/js_builtin.h"

static const struct js_value *eval_chain(struct js *js, const struct js_node *n, struct js_scope *s,
                                         bool *cut);

static bool is_chain(const struct js_node *n) {
    return n->kind == JS_N_MEMBER || n->kind == JS_N_SUBSCRIPT || n->kind == JS_N_CALL;
}

/* The link before: a part of the same chain, or any expression. */
static const struct js_value *eval_link(struct js *js, const struct js_node *n, struct js_scope *s,
                                        bool *cut) {
    return is_chain(n) ? eval_chain(js, n, s, cut) : js_eval(js, n, s);
}

/* `?.` on v: cuts on null and undefined; what may be either makes the chain unknown. */
static const struct js_value *check_optional(struct js *js, const struct js_node *n,
                                             const struct js_value *v, bool *cut) {
    if (!js_node_marked(n, JS_T_OPTIONAL))
        return v;
    if (js_is_nullish(v)) {
        *cut = true;
        return js_with_deps(js->arena, js_undefined(js->arena, js_span(js, n)), v->deps);
    }
    for (size_t i = 0; v->kind == JS_CHOICE && i < v->choice.n; i++)
        if (js_is_nullish(v->choice.at[i].value))
            return js_unknown_from(js, v);
    return v;
}

/* The member of a base that is there already: its key is evaluated here. */
static const struct js_value *get_member(struct js *js, const struct js_node *n,
                                         const struct js_value *base, struct js_scope *s) {
    if (n->kind == JS_N_SUBSCRIPT) {
        const struct js_value *key = js_eval(js, js_node_field(n, JS_F_INDEX), s);
        return key ? js_get_by(js, base, key, js_span(js, n)) : NULL;
    }
    const struct js_node *name = js_node_field(n, JS_F_PROPERTY);
    if (name && name->kind == JS_N_PRIVATE_PROPERTY_IDENTIFIER)
        return js_get_private(js, name, base, s);
    if (!name || name->kind != JS_N_PROPERTY_IDENTIFIER)
        return js_unknown(js, js_span(js, n), "ecoc does not evaluate this name");
    return js_get(js, base, js_source(js, name), js_span(js, n));
}

static bool is_super(const struct js_node *n) {
    const struct js_node *base = js_node_field(n, JS_F_OBJECT);
    return base && base->kind == JS_N_SUPER;
}

static const struct js_value *get_super(struct js *js, const struct js_node *n,
                                        struct js_scope *s) {
    const struct js_node *name = js_node_field(n, JS_F_PROPERTY);
    if (n->kind != JS_N_MEMBER || !name || name->kind != JS_N_PROPERTY_IDENTIFIER) {
        js_poison(js, js_unknown(js, js_span(js, n), "ecoc does not evaluate super here"));
        return js->poison;
    }
    return js_super_get(js, js_source(js, name), s, js_span(js, n));
}

/* #name of an object: it must have it. */
const struct js_value *js_get_private(struct js *js, const struct js_node *name,
                                      const struct js_value *base, struct js_scope *s) {
    struct str key = js_private_key(js, name, s);
    struct span span = js_span(js, name);
    if (!key.p)
        return js_throw(js, span, "SyntaxError",
                        "Private field must be declared in an enclosing class");
    if (js_is_known(base) && !js_is_nullish(base) &&
        !(base->kind == JS_OBJECT && (base->object->open || js_prop_find(base->object, key))))
        return js_throw(js, span, "TypeError",
                        "Cannot read private member %.*s from an object whose class did not "
                        "declare it",
                        STR_ARG(js_source(js, name)));
    return js_get(js, base, key, span);
}

/* "a.b is not a function", with the callee as it is written. */
static const struct js_value *not_callable(struct js *js, const struct js_node *callee) {
    struct str text = js_source(js, callee);
    if (text.n > 60)
        text = STR("(intermediate value)");
    return js_throw(js, js_span(js, callee), "TypeError", "%.*s is not a function", STR_ARG(text));
}

/* False where thrown; *unknown is set where an argument list cannot be listed. */
static bool eval_arguments(struct js *js, const struct js_node *list, struct js_scope *s,
                           struct js_object *args, const struct js_value **unknown) {
    for (const struct js_node *c = list ? list->first : NULL; c; c = c->next) {
        bool is_spread = c->kind == JS_N_SPREAD_ELEMENT;
        const struct js_value *v = js_eval(js, is_spread ? c->first : c, s);
        if (!v)
            return false;
        const struct js_value *why = NULL;
        const struct js_object *spread = is_spread ? js_iter_list(js, v, SIZE_MAX, &why) : NULL;
        for (size_t i = 0; spread && i < spread->items.n; i++)
            js_push(js, args, js_item(js, spread, i));
        if (is_spread && !spread && !why)
            return false;
        if (why)
            *unknown = why;
        if (!spread)
            js_push(js, args, v);
    }
    return !js->is_fatal;
}

/* A call on one of several bases: one by one where every method is pure, else unknown. */
struct choice_call {
    struct str key;
    struct js_call call;
    const struct js_node *node;
};

static const struct js_value *call_one(struct js *js, const struct js_value *base, void *context) {
    const struct choice_call *cc = context;
    struct js_call call = cc->call;
    const struct js_value *f = js_get(js, base, cc->key, call.span);
    if (!f || !js_is_known(f))
        return f;
    if (!js_is_callable(f))
        return not_callable(js, js_node_field(cc->node, JS_F_FUNCTION));
    call.self = base;
    return js_call_value(js, f, &call);
}

/* Methods that only call what they are given, and that is code without effects. */
static bool is_quiet_call(const struct js_value *f, const struct js_call *call) {
    static const char *const methods[] = {"Array.prototype.map",    "Array.prototype.filter",
                                          "Array.prototype.concat", "Array.prototype.slice",
                                          "Array.prototype.flat",   "Array.prototype.flatMap",
                                          "Array.prototype.join",   "Array.prototype.includes"};
    bool quiet = false;
    for (size_t i = 0; i < ARRAY_LEN(methods); i++)
        quiet = quiet || str_eqz(f->object->what, methods[i]);
    for (size_t i = 0; quiet && i < call->n; i++) {
        const struct js_value *arg = call->args[i];
        if (js_is_class(arg, JS_FUNCTION))
            quiet = !js_could_write(arg->object->function->node);
        else if (js_is_class(arg, JS_NATIVE))
            quiet = arg->object->row && arg->object->row->kind == JS_ROW_PURE;
    }
    return quiet;
}

static bool is_pure_on(struct js *js, const struct js_value *base, struct str key,
                       const struct js_call *call) {
    for (size_t i = 0; i < base->choice.n; i++) {
        const struct js_value *v = base->choice.at[i].value;
        if (v->kind == JS_UNKNOWN || js_is_nullish(v))
            continue;
        const struct js_value *f = js_get(js, v, key, v->span);
        if (!f || !js_is_class(f, JS_NATIVE) || !f->object->row || !f->object->row->fn ||
            (f->object->row->kind != JS_ROW_PURE && !is_quiet_call(f, call)))
            return false;
    }
    return true;
}

static const struct js_value *call_choice(struct js *js, const struct js_node *n,
                                          const struct js_value *base, struct js_call call) {
    const struct js_node *callee = js_node_field(n, JS_F_FUNCTION);
    const struct js_node *name = js_node_field(callee, JS_F_PROPERTY);
    if (name && name->kind == JS_N_PROPERTY_IDENTIFIER &&
        is_pure_on(js, base, js_source(js, name), &call)) {
        struct choice_call cc = {js_source(js, name), call, n};
        return js_map(js, base, call_one, &cc);
    }
    unsigned own = js_is_own(base); /* a method may give what its object holds */
    js->thrown = NULL;
    js_escape(js, base, base);
    for (size_t i = 0; i < call.n; i++)
        js_escape(js, call.args[i], base);
    return js_maybe_own(js, js_unknown_from(js, base), own);
}

static void hand_out(struct js *js, const struct js_value *v, const struct js_value *cause) {
    if (v->kind == JS_UNKNOWN)
        js_call_unknown(js, v);
    else if (!js_is_class(v, JS_BUILTIN))
        js_escape(js, v, cause);
}

static const struct js_value *call_unlisted(struct js *js, const struct js_value *self,
                                            const struct js_value *f, const struct js_object *args,
                                            const struct js_value *unknown) {
    if (self)
        hand_out(js, self, unknown);
    hand_out(js, f, unknown);
    for (size_t i = 0; i < args->items.n; i++)
        js_escape(js, args->items.at[i], unknown);
    return js_unknown_from(js, unknown);
}

static const struct js_node *unwrap(const struct js_node *n) {
    while (n->kind == JS_N_PARENTHESIZED && n->first && !n->first->next)
        n = n->first;
    return n;
}

static const struct js_value *eval_callee(struct js *js, const struct js_node *callee,
                                          struct js_scope *s, const struct js_value **self,
                                          bool *cut) {
    const struct js_node *inner = unwrap(callee);
    if (inner->kind != JS_N_MEMBER && inner->kind != JS_N_SUBSCRIPT)
        return eval_link(js, callee, s, cut);
    if (is_super(inner)) {
        *self = js_eval_this(js, inner, s);
        return *self ? get_super(js, inner, s) : NULL;
    }
    bool inner_cut = false;
    const struct js_value *base =
        eval_link(js, js_node_field(inner, JS_F_OBJECT), s, inner == callee ? cut : &inner_cut);
    if (!base || *cut)
        return base;
    if (inner_cut)
        return js_undefined(js->arena, js_span(js, inner));
    base = check_optional(js, inner, base, inner == callee ? cut : &inner_cut);
    if (*cut || inner_cut)
        return base;
    *self = base;
    return base->kind == JS_CHOICE ? base : get_member(js, inner, base, s);
}

static const struct js_value *eval_call(struct js *js, const struct js_node *n, struct js_scope *s,
                                        bool *cut) {
    const struct js_node *callee = js_node_field(n, JS_F_FUNCTION);
    const struct js_node *list = js_node_field(n, JS_F_ARGUMENTS);
    const struct js_value *self = NULL, *unknown = NULL, *f;
    struct js_object *args = js_object_new(js, JS_ARRAY);
    bool is_awaited = js->awaited == n;
    js->awaited = NULL;
    if (callee->kind == JS_N_IMPORT)
        f = js_maybe_own(js,
                         js_unknown(js, js_span(js, n), "ecoc does not evaluate a dynamic import"),
                         JS_OURS_OBJECT);
    else if (callee->kind == JS_N_SUPER)
        f = js_unknown(js, js_span(js, n), "ecoc does not evaluate this call of super");
    else
        f = eval_callee(js, callee, s, &self, cut);
    if (!f || *cut)
        return f;
    f = check_optional(js, n, f, cut);
    if (*cut)
        return f;
    bool is_tagged = list && list->kind == JS_N_TEMPLATE_STRING;
    if (is_tagged ? !js_template_arguments(js, list, s, args)
                  : !eval_arguments(js, list, s, args, &unknown))
        return NULL;
    if (callee->kind == JS_N_SUPER && unknown)
        js_poison(js, unknown);
    if (unknown)
        return call_unlisted(js, self, f, args, unknown);
    struct js_call call = {.self = self,
                           .args = args->items.at,
                           .n = args->items.n,
                           .span = js_span(js, n),
                           .is_awaited = is_awaited};
    if (callee->kind == JS_N_SUPER)
        return js_super_call(js, &call, s);
    if (self && self->kind == JS_CHOICE)
        return call_choice(js, n, self, call);
    if (js_is_known(f) && !js_is_callable(f))
        return not_callable(js, callee);
    return js_call_value(js, f, &call);
}

static const struct js_value *eval_chain(struct js *js, const struct js_node *n, struct js_scope *s,
                                         bool *cut) {
    if (js->depth >= JS_EVAL_DEPTH || !js_step(js, 1))
        return js_too_deep(js, js_span(js, n));
    js->depth++;
    const struct js_value *v;
    if (n->kind == JS_N_CALL) {
        v = eval_call(js, n, s, cut);
    } else if (is_super(n)) {
        v = get_super(js, n, s);
    } else {
        v = eval_link(js, js_node_field(n, JS_F_OBJECT), s, cut);
        if (v && !*cut)
            v = check_optional(js, n, v, cut);
        if (v && !*cut)
            v = get_member(js, n, v, s);
    }
    js->depth--;
    return v;
}

const struct js_value *js_eval_member(struct js *js, const struct js_node *n, struct js_scope *s) {
    bool cut = false;
    return eval_chain(js, n, s, &cut);
}

/* Constructors that are modelled; others may do anything to what they get. */
static bool is_constructor(const struct js_value *f) {
    static const char *const names[] = {"Array",           "Map",    "Set", "RegExp", "Object",
                                        "URLSearchParams", "Buffer", "URL"};
    if (!js_is_class(f, JS_NATIVE) || !f->object->row->fn || f->object->bound)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eqz(f->object->what, names[i]))
            return true;
    return str_ends(f->object->what, STR("Error"));
}

const struct js_value *js_eval_new(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_node *name = js_node_field(n, JS_F_CONSTRUCTOR);
    const struct js_value *f = name ? js_eval(js, name, s) : NULL, *unknown = NULL;
    struct js_object *args = js_object_new(js, JS_ARRAY);
    if (!f || !eval_arguments(js, js_node_field(n, JS_F_ARGUMENTS), s, args, &unknown))
        return NULL;
    struct js_call call = {
        .args = args->items.at, .n = args->items.n, .span = js_span(js, n), .is_new = true};
    if (!unknown && is_constructor(f))
        return js_call_value(js, f, &call);
    if (!unknown && js_is_constructor(f))
        return js_construct(js, f->object, &call, f->object);
    if (js_is_known(f) && (!js_is_callable(f) || js_is_class(f, JS_FUNCTION)) &&
        !js_is_constructor(f))
        return js_throw(js, js_span(js, name), "TypeError", "%.*s is not a constructor",
                        STR_ARG(js_source(js, name)));
    if (js_is_known(f))
        unknown = js_unmodelled(js, js_span(js, n), "new ", js_source(js, name));
    return call_unlisted(js, NULL, f, args, js_is_known(f) ? unknown : f);
}

const struct js_value *js_eval_delete(struct js *js, const struct js_node *n, struct js_scope *s) {
    n = unwrap(n);
    struct span span = js_span(js, n);
    if (n->kind == JS_N_IDENTIFIER) {
        struct str name = js_source(js, n);
        if (js_binding_find(s, name, false))
            return js_bool(js->arena, false, span);
        if (!js_binding_find(js->globals, name, true) && !js_row_find(&js_table_globals, name))
            return js_bool(js->arena, true, span);
        const struct js_value *v = js_unknown(js, span, "ecoc does not evaluate this delete");
        js_poison(js, v);
        return v;
    }
    if (n->kind != JS_N_MEMBER && n->kind != JS_N_SUBSCRIPT) {
        const struct js_value *v = js_eval(js, n, s);
        return v ? js_unknown(js, span, "ecoc does not evaluate this delete") : NULL;
    }
    const struct js_value *base = js_eval(js, js_node_field(n, JS_F_OBJECT), s), *key;
    const struct js_value *unknown = NULL;
    struct str text;
    if (!base)
        return NULL;
    if (n->kind == JS_N_MEMBER && js_node_field(n, JS_F_PROPERTY)->kind != JS_N_PROPERTY_IDENTIFIER)
        return js_throw(js, span, "SyntaxError", "Private fields can not be deleted");
    if (n->kind == JS_N_MEMBER) {
        text = js_source(js, js_node_field(n, JS_F_PROPERTY));
    } else {
        key = js_eval(js, js_node_field(n, JS_F_INDEX), s);
        if (!key)
            return NULL;
        if (!js_to_text(js, key, &text, &unknown)) {
            if (unknown && base->kind == JS_OBJECT)
                js_open(js, base->object, unknown);
            return unknown ? js_unknown_from(js, unknown) : NULL;
        }
    }
    if (js_node_marked(n, JS_T_OPTIONAL) && js_is_nullish(base))
        return js_bool(js->arena, true, span);
    const struct js_prop *p = base->kind == JS_OBJECT ? js_prop_find(base->object, text) : NULL;
    if (!js->is_strict && p && (base->object->is_frozen || p->is_fixed))
        return js_bool(js->arena, false, span);
    return js_delete(js, base, text, span) ? js_bool(js->arena, true, span) : NULL;
}
