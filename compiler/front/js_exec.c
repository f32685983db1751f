/* Statements: each says how it ended. */
#include "compiler/front/js_fork.h"

struct js_done js_thrown(void) {
    return (struct js_done){.flow = JS_THROW};
}

struct js_done js_normal(void) {
    return (struct js_done){.flow = JS_NORMAL};
}

/* Does the code hold a return, throw, break or continue of its own function? */
static bool could_leave(const struct js_node *n) {
    switch (n->kind) {
    case JS_N_RETURN_STATEMENT:
    case JS_N_THROW_STATEMENT:
    case JS_N_BREAK_STATEMENT:
    case JS_N_CONTINUE_STATEMENT:
        return true;
    case JS_N_FUNCTION_DECLARATION:
    case JS_N_FUNCTION_EXPRESSION:
    case JS_N_ARROW_FUNCTION:
    case JS_N_METHOD_DEFINITION:
    case JS_N_EXPRESSION_STATEMENT:
        return false;
    default:
        break;
    }
    for (const struct js_node *c = n->first; c; c = c->next)
        if (could_leave(c))
            return true;
    return false;
}

/* ---- if, and what follows it ---- */

struct branch {
    const struct js_node *yes, *no, *rest;
    struct js_scope *scope;
};

static struct js_done run_branch(struct js *js, const struct js_node *n, const struct branch *b) {
    struct js_done done = n ? js_exec(js, n, b->scope) : js_normal();
    if (done.flow == JS_NORMAL && b->rest)
        done = js_exec_list(js, b->rest, b->scope);
    return done;
}

static struct js_done yes_branch(struct js *js, void *context) {
    const struct branch *b = context;
    return run_branch(js, b->yes, b);
}

static struct js_done no_branch(struct js *js, void *context) {
    const struct branch *b = context;
    return run_branch(js, b->no, b);
}

/* `rest` is run as part of each side where a side may leave: `if (x) return a; return b`.
 * *took_rest says so. */
static struct js_done exec_if(struct js *js, const struct js_node *n, const struct js_node *rest,
                              struct js_scope *s, bool *took_rest) {
    const struct js_node *test = js_node_field(n, JS_F_CONDITION);
    struct branch b = {.yes = js_node_field(n, JS_F_CONSEQUENCE),
                       .no = js_node_field(n, JS_F_ALTERNATIVE),
                       .scope = s};
    const struct js_value *cond = js_eval(js, test, s);
    if (!cond)
        return js_thrown();
    js_gap_test(js, cond);
    bool leaves = could_leave(n);
    enum js_truth truth = js_truth(cond);
    if (truth == JS_MAYBE) {
        b.rest = leaves ? rest : NULL;
        *took_rest = leaves;
        struct js_fork fork = {cond, js_when(js, cond, test), yes_branch, no_branch, &b};
        return js_fork(js, &fork, leaves && s->is_function);
    }
    const struct env_deps *control = js->control;
    js->control = js_deps_union(js->arena, control, cond->deps);
    const struct js_node *taken = truth == JS_TRUE ? b.yes : b.no;
    struct js_done done = taken ? js_exec(js, taken, s) : js_normal();
    if (!leaves) /* else what follows depends on the condition too */
        js->control = control;
    return done;
}

struct js_done js_exec_list(struct js *js, const struct js_node *first, struct js_scope *s) {
    for (const struct js_node *c = first; c; c = c->next) {
        bool took_rest = false;
        struct js_done done = c->kind == JS_N_IF_STATEMENT ? exec_if(js, c, c->next, s, &took_rest)
                                                           : js_exec(js, c, s);
        if (done.flow != JS_NORMAL || took_rest)
            return done;
    }
    return js_normal();
}

static struct js_done exec_block(struct js *js, const struct js_node *n, struct js_scope *s) {
    struct js_scope *inner = js_scope_new(js, s, false);
    if (!js_hoist(js, n->first, inner, false))
        return js_thrown();
    return js_exec_list(js, n->first, inner);
}

static struct js_done exec_declaration(struct js *js, const struct js_node *n, struct js_scope *s) {
    enum js_bind how = n->kind == JS_N_VARIABLE_DECLARATION ? JS_BIND_VAR
                       : js_node_marked(n, JS_T_CONST)      ? JS_BIND_CONST
                                                            : JS_BIND_LET;
    for (const struct js_node *d = n->first; d; d = d->next) {
        const struct js_node *name = js_node_field(d, JS_F_NAME);
        const struct js_node *init = js_node_field(d, JS_F_VALUE);
        if (!name || (!init && how == JS_BIND_VAR))
            continue;
        if (!init && (how == JS_BIND_CONST || name->kind != JS_N_IDENTIFIER)) {
            (void)js_throw(js, js_span(js, d), "SyntaxError",
                           "Missing initializer in const declaration");
            return js_thrown();
        }
        const struct js_value *v =
            init ? js_eval(js, init, s) : js_undefined(js->arena, js_span(js, name));
        if (!v || !js_bind_pattern(js, name, v, s, how))
            return js_thrown();
    }
    return js_normal();
}

static struct js_done exec_throw(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_value *v = n->first ? js_eval(js, n->first, s) : NULL, *message;
    struct str text = {"a value", 0};
    const struct js_value *unknown = NULL;
    if (!v)
        return js_thrown();
    message = js_is_class(v, JS_ERROR) ? js_get(js, v, STR("message"), v->span) : v;
    if (message && !js_is_known(message) && js_is_class(v, JS_ERROR) && v->object->bound)
        message = v->object->bound;
    if (!message || !js_is_known(message) || message->kind == JS_OBJECT ||
        !js_to_text(js, message, &text, &unknown))
        text = STR("a value");
    js->thrown = v;
    js->thrown_span = js_span(js, n);
    js->thrown_text =
        arena_fmt(js->arena, "the configuration throws: %.*s; Node cannot load it", STR_ARG(text));
    return js_thrown();
}

static struct js_done exec_return(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_value *v =
        n->first ? js_eval(js, n->first, s) : js_undefined(js->arena, js_span(js, n));
    if (!v)
        return js_thrown();
    return (struct js_done){.flow = JS_RETURN, .value = js_with_deps(js->arena, v, js->control)};
}

static struct js_done exec_jump(struct js *js, const struct js_node *n) {
    const struct js_node *label = js_node_field(n, JS_F_LABEL);
    struct js_done done = {.flow = n->kind == JS_N_BREAK_STATEMENT ? JS_BREAK : JS_CONTINUE};
    if (label)
        done.label = js_source(js, label);
    return done;
}

static bool is_loop(const struct js_node *n) {
    return n->kind == JS_N_FOR_STATEMENT || n->kind == JS_N_FOR_IN_STATEMENT ||
           n->kind == JS_N_WHILE_STATEMENT || n->kind == JS_N_DO_STATEMENT;
}

static struct js_done exec_labeled(struct js *js, const struct js_node *n, struct js_scope *s) {
    struct str label = js_source(js, js_node_field(n, JS_F_LABEL));
    const struct js_node *body = js_node_field(n, JS_F_BODY);
    struct js_done done =
        body && is_loop(body) ? js_exec_loop(js, body, s, label) : js_exec(js, body, s);
    if (done.flow == JS_BREAK && str_eq(done.label, label))
        return js_normal();
    return done;
}

static struct js_done exec_class(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_node *name = js_node_field(n, JS_F_NAME);
    bool is_class = n->kind == JS_N_CLASS_DECLARATION;
    const struct js_value *v =
        is_class
            ? js_eval_class(js, n, s)
            : js_maybe_own(js, js_unmodelled(js, js_head(js, n), "", STR("enums")), JS_OURS_OBJECT);
    if (!v)
        return js_thrown();
    if (!is_class && js_could_write(n))
        js_poison(js, v);
    struct js_binding *b = name ? js_binding_find(s, js_source(js, name), true) : NULL;
    if (b)
        js_binding_set(js, b, v);
    return js_normal();
}

/* What is not modelled: were it to write, nothing afterwards could be trusted. */
static struct js_done exec_unmodelled(struct js *js, const struct js_node *n) {
    const struct js_value *v =
        js_unknown(js, js_span(js, n), "ecoc does not evaluate this kind of statement");
    js_poison(js, v);
    return js_normal();
}

struct js_done js_exec(struct js *js, const struct js_node *n, struct js_scope *s) {
    if (!n) /* where only a type stood, which is gone */
        return js_normal();
    bool unused = false;
    if (!js_step(js, 1))
        return js_thrown();
    if (js->depth >= JS_EVAL_DEPTH) {
        return js_too_deep(js, js_span(js, n)) ? js_normal() : js_thrown();
    }
    struct js_done done = js_normal();
    js->depth++;
    switch ((enum js_node_kind)n->kind) {
    case JS_N_EXPRESSION_STATEMENT:
        if (n->first && !js_eval(js, n->first, s))
            done = js_thrown();
        break;
    case JS_N_VARIABLE_DECLARATION:
    case JS_N_LEXICAL_DECLARATION:
        done = exec_declaration(js, n, s);
        break;
    case JS_N_STATEMENT_BLOCK:
        done = exec_block(js, n, s);
        break;
    case JS_N_ELSE_CLAUSE:
        done = n->first ? js_exec(js, n->first, s) : js_normal();
        break;
    case JS_N_IF_STATEMENT:
        done = exec_if(js, n, NULL, s, &unused);
        break;
    case JS_N_RETURN_STATEMENT:
        done = exec_return(js, n, s);
        break;
    case JS_N_THROW_STATEMENT:
        done = exec_throw(js, n, s);
        break;
    case JS_N_BREAK_STATEMENT:
    case JS_N_CONTINUE_STATEMENT:
        done = exec_jump(js, n);
        break;
    case JS_N_FOR_STATEMENT:
    case JS_N_FOR_IN_STATEMENT:
    case JS_N_WHILE_STATEMENT:
    case JS_N_DO_STATEMENT:
        done = js_exec_loop(js, n, s, STR(""));
        break;
    case JS_N_SWITCH_STATEMENT:
        done = js_exec_switch(js, n, s);
        break;
    case JS_N_TRY_STATEMENT:
        done = js_exec_try(js, n, s);
        break;
    case JS_N_LABELED_STATEMENT:
        done = exec_labeled(js, n, s);
        break;
    case JS_N_CLASS_DECLARATION:
    case JS_N_ENUM_DECLARATION:
        done = exec_class(js, n, s);
        break;
    case JS_N_IMPORT_STATEMENT:
    case JS_N_EXPORT_STATEMENT:
        done = js_import_export(js, n, s) ? js_normal() : js_thrown();
        break;
    case JS_N_FUNCTION_DECLARATION:
    case JS_N_GENERATOR_FUNCTION_DECLARATION:
    case JS_N_EMPTY_STATEMENT:
    case JS_N_DEBUGGER_STATEMENT:
        break;
    default:
        done = exec_unmodelled(js, n);
        break;
    }
    js->depth--;
    return done;
}
