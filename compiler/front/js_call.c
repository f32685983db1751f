/* Calls: of the configuration's own functions, and of rows. */
#include "compiler/front/js_prelude.h"
#include "compiler/front/js_fork.h"

const struct js_value *js_arg(const struct js_call *c, size_t i) {
    static const struct js_value nothing = {.kind = JS_UNDEFINED};
    return i < c->n ? c->args[i] : &nothing;
}

static bool says_use_strict(struct js *js, const struct js_node *body) {
    const struct js_node *first = body && body->kind == JS_N_STATEMENT_BLOCK ? body->first : NULL;
    if (!first || first->kind != JS_N_EXPRESSION_STATEMENT || !first->first ||
        first->first->kind != JS_N_STRING)
        return false;
    struct str text = js_source(js, first->first);
    return str_eqz(text, "'use strict'") || str_eqz(text, "\"use strict\"");
}

struct js_object *js_function_new(struct js *js, const struct js_node *n, struct js_scope *s) {
    struct js_object *o = js_object_new(js, JS_FUNCTION);
    struct js_function *fn = arena_new(js->arena, struct js_function);
    fn->node = n;
    fn->scope = s;
    fn->module = js->module;
    fn->is_arrow = n->kind == JS_N_ARROW_FUNCTION;
    fn->is_async = js_node_marked(n, JS_T_ASYNC);
    fn->is_generator = n->kind == JS_N_GENERATOR_FUNCTION ||
                       n->kind == JS_N_GENERATOR_FUNCTION_DECLARATION ||
                       (n->kind == JS_N_METHOD_DEFINITION && n->op == JS_T_STAR);
    fn->is_method = n->kind == JS_N_METHOD_DEFINITION;
    fn->is_strict = js->is_strict || says_use_strict(js, js_node_field(n, JS_F_BODY));
    fn->object = o;
    o->function = fn;
    return o;
}

static bool bind_parameters(struct js *js, const struct js_node *n, const struct js_call *call,
                            struct js_scope *s) {
    const struct js_node *one = js_node_field(n, JS_F_PARAMETER);
    const struct js_node *list = js_node_field(n, JS_F_PARAMETERS);
    size_t i = 0;
    if (one)
        return js_bind_pattern(js, one, js_arg(call, 0), s, JS_BIND_LET);
    for (const struct js_node *c = list ? list->first : NULL; c; c = c->next, i++) {
        if (c->kind == JS_N_REST_PATTERN) {
            struct js_object *rest = js_object_new(js, JS_ARRAY);
            for (; i < call->n; i++)
                js_push(js, rest, call->args[i]);
            return js_bind_pattern(js, c->first, js_object_value(js->arena, rest, call->span), s,
                                   JS_BIND_LET);
        }
        if (!js_bind_pattern(js, c, js_arg(call, i), s, JS_BIND_LET))
            return false;
    }
    return true;
}

/* What `this` is: sloppy code sees the global object for none, and would see a primitive wrapped. */
static const struct js_value *own_this(struct js *js, const struct js_function *fn,
                                       const struct js_call *call) {
    const struct js_value *self = call->self;
    if (fn->is_strict)
        return self ? self : js_undefined(js->arena, call->span);
    if (!self || js_is_nullish(self))
        return js_global_object(js, call->span);
    return self->kind == JS_OBJECT || !js_is_known(self)
               ? self
               : js_unknown(js, call->span, "ecoc does not evaluate a primitive's `this`");
}

const struct js_value *js_run_function(struct js *js, struct js_function *fn,
                                       const struct js_call *call, struct js_scope *s) {
    const struct js_node *body = js_node_field(fn->node, JS_F_BODY);
    const struct js_node *name = js_node_field(fn->node, JS_F_NAME);
    if (fn->node->kind == JS_N_FUNCTION_EXPRESSION && name) {
        struct js_scope *own = js_scope_new(js, fn->scope, false);
        js_declare(js, own, js_source(js, name),
                   js_object_value(js->arena, fn->object, js_span(js, name)), false, false);
        s->parent = own;
    }
    if (!fn->is_arrow && js->module->has_arguments)
        js_declare_arguments(js, fn, call, s);
    if (!bind_parameters(js, fn->node, call, s))
        return NULL;
    if (body->kind != JS_N_STATEMENT_BLOCK)
        return js_eval(js, body, s);
    if (!js_hoist(js, body->first, s, true))
        return NULL;
    struct js_done done = js_exec_list(js, body->first, s);
    if (done.flow == JS_BREAK || done.flow == JS_CONTINUE)
        return js_throw(js, js_span(js, body), "SyntaxError", "Undefined label or no loop");
    if (done.flow == JS_THROW)
        return NULL;
    return done.flow == JS_RETURN ? done.value : js_undefined(js->arena, call->span);
}

static const struct js_value *run_plain(struct js *js, struct js_function *fn,
                                        const struct js_call *call) {
    struct js_scope *s = js_scope_new(js, fn->scope, true);
    if (!fn->is_arrow) {
        s->this_value = own_this(js, fn, call);
        s->activation = arena_new(js->arena, struct js_activation);
        *s->activation = (struct js_activation){.function = fn, .level = js->level};
    }
    return js_run_function(js, fn, call, s);
}

/* Async functions and generators: their body may run, but what they give is not modelled. */
static const struct js_value *call_deferred(struct js *js, const struct js_function *fn,
                                            const struct js_call *call) {
    const struct js_value *why = js_unmodelled(
        js, call->span, "", fn->is_async ? STR("async functions") : STR("generators"));
    if (js_could_write(fn->node))
        js_poison(js, why);
    if (!fn->is_async)
        return js_maybe_own(js, why, JS_OURS_OBJECT);
    struct js_object *promise = js_object_new(js, JS_OPAQUE);
    promise->what = STR("a Promise");
    promise->bound =
        js_maybe_own(js, why, js_is_own(js_object_value(js->arena, fn->object, call->span)));
    return js_object_value(js->arena, promise, call->span);
}

static const struct js_value *call_function(struct js *js, struct js_function *fn,
                                            const struct js_call *call) {
    if (fn->class_of && !call->new_target)
        return js_throw(js, call->span, "TypeError",
                        "Class constructor cannot be invoked without 'new'");
    if (js->calls >= JS_CALL_DEPTH || js->depth >= JS_EVAL_DEPTH - 8)
        return js_too_deep(js, call->span);
    struct js_module *module = js->module;
    const struct env_deps *control = js->control;
    bool is_strict = js->is_strict;
    struct span outside = js->prelude_span;
    if (fn->module->is_prelude && !js->module->is_prelude)
        js->prelude_span = call->span;
    struct js_frame frame = {.outer = js->frame,
                             .span = call->span,
                             .function = fn,
                             .fuel = js->fuel,
                             .memory = js->arena->used_bytes};
    js->frame = &frame;
    js->module = fn->module;
    js->is_strict = fn->is_strict;
    js->calls++;
    js->depth++;
    bool is_deferred = fn->is_generator || (fn->is_async && !call->is_awaited);
    const struct js_value *v = is_deferred        ? call_deferred(js, fn, call)
                               : call->new_target ? js_run_constructor(js, fn, call)
                                                  : run_plain(js, fn, call);
    js->depth--;
    js->calls--;
    js->frame = frame.outer;
    js->module = module;
    js->is_strict = is_strict;
    js->prelude_span = outside;
    js->control = control;
    return v;
}

struct escaped_call {
    struct js_function *function;
    const struct js_value *cause;
};

static struct js_done call_blindly(struct js *js, void *context) {
    const struct escaped_call *e = context;
    const struct js_value *args[8];
    for (size_t i = 0; i < ARRAY_LEN(args); i++)
        args[i] = js_unknown_from(js, e->cause);
    struct js_call call = {.self = args[0],
                           .args = args,
                           .n = ARRAY_LEN(args),
                           .span = e->cause->span,
                           .new_target = e->function->class_of ? e->function->object : NULL};
    (void)call_function(js, e->function, &call); /* a throw is its caller's to catch */
    return js->is_fatal ? js_thrown() : js_normal();
}

void js_function_escape(struct js *js, struct js_function *fn, const struct js_value *cause) {
    struct escaped_call e = {fn, cause};
    if (!js_could_write(fn->class_of ? js_class_node(fn) : fn->node))
        return;
    if (js->calls > JS_CALL_DEPTH / 8 || fn->is_async || fn->is_generator) {
        js_poison(js, cause);
    } else if (js_step(js, 1)) {
        js->calls += 8; /* a function that hands itself out again ends here */
        bool before = js->is_escaping;
        js->is_escaping = true;
        (void)js_havoc(js, call_blindly, &e, cause);
        js->is_escaping = before;
        js->calls -= 8;
    }
}

/* ---- rows ---- */

struct native_call {
    const struct js_value *callee;
    struct js_call call;
};

/* The first argument (or self, at index n) that is a choice; n + 1 where there is none. */
static size_t find_choice(const struct js_call *call) {
    for (size_t i = 0; i < call->n; i++)
        if (call->args[i]->kind == JS_CHOICE)
            return i;
    return call->self && call->self->kind == JS_CHOICE ? call->n : call->n + 1;
}

static const struct js_value *find_unknown(const struct js_call *call) {
    for (size_t i = 0; i < call->n; i++)
        if (call->args[i]->kind == JS_UNKNOWN)
            return call->args[i];
    return call->self && call->self->kind == JS_UNKNOWN ? call->self : NULL;
}

static bool has_callable(const struct js_call *call) {
    for (size_t i = 0; i < call->n; i++)
        if (js_is_callable(call->args[i]))
            return true;
    return false;
}

static const struct js_value *add_call_deps(struct js *js, const struct js_value *v,
                                            const struct js_call *call) {
    const struct env_deps *deps = call->self ? call->self->deps : NULL;
    for (size_t i = 0; i < call->n; i++)
        deps = js_deps_union(js->arena, deps, call->args[i]->deps);
    return v && deps ? js_with_deps(js->arena, js_with_late(js->arena, v, NULL), deps) : v;
}

static const struct js_value *call_native(struct js *js, const struct js_value *callee,
                                          const struct js_call *call);

static const struct js_value *call_alternative(struct js *js, const struct js_value *v,
                                               void *context) {
    const struct native_call *nc = context;
    struct js_call call = nc->call;
    const struct js_value **args = arena_array(js->arena, const struct js_value *, call.n + 1);
    size_t at = find_choice(&call);
    for (size_t i = 0; i < call.n; i++)
        args[i] = i == at ? v : call.args[i];
    if (at == call.n)
        call.self = v;
    call.args = args;
    return call_native(js, nc->callee, &call);
}

/* The `this` of a built-in method: an object of the configuration may be changed by it. */
static bool is_own_thing(const struct js_value *self) {
    return self->kind == JS_CHOICE ||
           (self->kind == JS_OBJECT && self->object->class != JS_BUILTIN &&
            self->object->class != JS_NATIVE);
}

static const struct js_value *call_unmodelled(struct js *js, const struct js_object *native,
                                              const struct js_call *call) {
    const struct js_value *why = js_unmodelled(js, call->span, "", native->what);
    if (str_starts(native->what, STR("child_process.")))
        js_note_effect(js, call, native->what);
    if (str_starts(native->what, STR("child_process.exec")))
        why = js_advise(js, why, js_advise_command(js, js_arg(call, 0)));
    if (call->self && is_own_thing(call->self))
        js_escape(js, call->self, why);
    for (size_t i = 0; i < call->n; i++)
        js_escape(js, call->args[i], why);
    js->may_throw = true;
    return why;
}

/* What a built-in gives may be something that it was given, or that is in it. */
static unsigned is_about_own(const struct js_call *call) {
    unsigned own = call->self ? js_is_own(call->self) : 0;
    for (size_t i = 0; i < call->n && !(own & JS_OURS_OBJECT); i++)
        own |= js_is_own(call->args[i]);
    return own;
}

static const struct js_value *call_native(struct js *js, const struct js_value *callee,
                                          const struct js_call *call) {
    const struct js_object *native = callee->object;
    struct native_call nc = {callee, *call};
    nc.call.callee = native;
    if (native->row && native->row->kind == JS_ROW_SCRIPT)
        return js_prelude_call(js, native->what, &nc.call);
    if (!native->row || !native->row->fn)
        return call_unmodelled(js, native, call);
    if (native->row->kind == JS_ROW_CALLS && has_callable(call)) {
        if (find_choice(call) <= call->n || find_unknown(call))
            return js_decline(js, &nc.call);
    } else if (native->row->kind == JS_ROW_PURE || native->row->kind == JS_ROW_CALLS) {
        size_t choice = find_choice(call);
        if (choice <= call->n)
            return js_map(js, choice < call->n ? call->args[choice] : call->self, call_alternative,
                          &nc);
        const struct js_value *unknown = find_unknown(call);
        js->may_throw = js->may_throw || unknown;
        if (unknown)
            return js_maybe_own(js, add_call_deps(js, js_unknown_from(js, unknown), call),
                                is_about_own(call));
    }
    const struct js_value *v = add_call_deps(js, native->row->fn(js, &nc.call), call);
    return v && v->kind == JS_UNKNOWN ? js_maybe_own(js, v, is_about_own(call)) : v;
}

const struct js_value *js_call_value(struct js *js, const struct js_value *callee,
                                     const struct js_call *call) {
    if (!js_step(js, 1 + call->n))
        return NULL;
    struct span place = js->place;
    js->place = call->span;
    const struct js_value *v;
    if (js_is_class(callee, JS_FUNCTION)) {
        v = call_function(js, callee->object->function, call);
    } else if (js_is_class(callee, JS_NATIVE)) {
        v = call_native(js, callee, call);
    } else if (callee->kind == JS_UNKNOWN && callee->unknown.newer) {
        js->may_throw = true; /* an older Node does not have it */
        const struct js_value *f =
            js_object_value(js->arena, js->natives.at[callee->unknown.newer - 1], call->span);
        v = call_native(js, f, call);
    } else if (js_is_known(callee)) {
        v = js_throw(js, call->span, "TypeError", "the value called is not a function");
    } else {
        unsigned was_own = js_is_own(callee);
        js_call_unknown(js, callee);
        if (call->self)
            js_call_unknown(js, call->self);
        if (callee->kind == JS_CHOICE)
            js_escape(js, callee, callee);
        if (call->self && is_own_thing(call->self))
            js_escape(js, call->self, callee);
        for (size_t i = 0; i < call->n; i++)
            js_escape(js, call->args[i], callee);
        js->may_throw = true; /* and it may give what one of several functions holds */
        v = js_maybe_own(js, js_unknown_from(js, callee), callee->kind == JS_CHOICE ? was_own : 0);
    }
    js->place = place;
    return v ? js_with_deps(js->arena, v, callee->deps) : NULL;
}
