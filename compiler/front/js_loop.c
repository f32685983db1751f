/* Loops, switch and try. A loop with an unknown end runs an unknown number of times (js_havoc). */
#include "compiler/front/js_builtin.h"
#include "compiler/front/js_fork.h"

struct loop {
    const struct js_node *node, *body;
    struct js_scope *scope;
    struct str label;
    const struct js_value *item; /* for-in, for-of: what the variable gets */
};

/* What a body's end means for its loop: true where the loop goes on; else *done is the loop's end.
 */
static bool goes_on(const struct loop *l, struct js_done *done) {
    bool mine = done->label.n == 0 || str_eq(done->label, l->label);
    if (done->flow == JS_NORMAL || (done->flow == JS_CONTINUE && mine))
        return true;
    if (done->flow == JS_BREAK && mine)
        *done = js_normal();
    return false;
}

static struct js_done run_body(struct js *js, const struct loop *l, struct js_scope *s) {
    struct js_done done = js_exec(js, l->body, s);
    return goes_on(l, &done) ? js_normal() : done;
}

/* One round of a loop of which nothing is certain, as a side for js_havoc. */
static struct js_done blind_round(struct js *js, void *context) {
    const struct loop *l = context;
    const struct js_node *test = js_node_field(l->node, JS_F_CONDITION);
    const struct js_node *step = js_node_field(l->node, JS_F_INCREMENT);
    if (test && test->kind == JS_N_EXPRESSION_STATEMENT)
        test = test->first;
    struct js_done done = run_body(js, l, l->scope);
    if (done.flow == JS_NORMAL && step && !js_eval(js, step, l->scope))
        return js_thrown();
    if (done.flow == JS_NORMAL && test && !js_eval(js, test, l->scope))
        return js_thrown();
    return done;
}

static struct js_done run_blindly(struct js *js, struct loop *l, js_side_fn *round,
                                  const struct js_value *cause) {
    return js_havoc(js, round, l, cause) ? js_normal() : js_thrown();
}

/* Each round of `for (let ...)` has bindings of its own. */
static struct js_scope *next_scope(struct js *js, const struct js_scope *s) {
    struct js_scope *copy = js_scope_new(js, s->parent, false);
    for (size_t i = 0; i < s->names.n; i++) {
        const struct js_binding *b = s->names.at[i];
        js_declare(js, copy, b->name, b->value, b->is_lexical, b->is_const);
    }
    return copy;
}

/* The condition's value; NULL where thrown. */
static const struct js_value *eval_test(struct js *js, const struct js_node *test,
                                        struct js_scope *s) {
    if (test && test->kind == JS_N_EXPRESSION_STATEMENT)
        test = test->first;
    if (!test || test->kind == JS_N_EMPTY_STATEMENT)
        return js_bool(js->arena, true, js->place);
    return js_eval(js, test, s);
}

static struct js_done exec_while(struct js *js, struct loop *l, bool body_first) {
    const struct js_node *test = js_node_field(l->node, JS_F_CONDITION);
    const struct js_node *step = js_node_field(l->node, JS_F_INCREMENT);
    const struct env_deps *control = js->control;
    for (;; body_first = false) {
        if (!js_step(js, 1))
            return js_thrown();
        const struct js_value *cond =
            body_first ? js_bool(js->arena, true, js->place) : eval_test(js, test, l->scope);
        if (!cond)
            return js_thrown();
        js_gap_test(js, cond);
        enum js_truth truth = js_truth(cond);
        if (truth == JS_MAYBE)
            return run_blindly(js, l, blind_round, cond);
        if (truth == JS_FALSE)
            break;
        js->control = js_deps_union(js->arena, js->control, cond->deps);
        js->frame->rounds++;
        struct js_done done = js_exec(js, l->body, l->scope);
        if (!goes_on(l, &done))
            return done;
        if (l->scope->names.n)
            l->scope = next_scope(js, l->scope);
        if (step && !js_eval(js, step, l->scope))
            return js_thrown();
    }
    js->control = control;
    return js_normal();
}

static struct js_done exec_for(struct js *js, struct loop *l) {
    const struct js_node *init = js_node_field(l->node, JS_F_INITIALIZER);
    l->scope = js_scope_new(js, l->scope, false);
    if (init && init->kind == JS_N_LEXICAL_DECLARATION && !js_hoist(js, init, l->scope, false))
        return js_thrown();
    if (init) {
        bool is_statement =
            init->kind == JS_N_LEXICAL_DECLARATION || init->kind == JS_N_VARIABLE_DECLARATION ||
            init->kind == JS_N_EXPRESSION_STATEMENT || init->kind == JS_N_EMPTY_STATEMENT;
        if (is_statement ? js_exec(js, init, l->scope).flow == JS_THROW
                         : !js_eval(js, init, l->scope))
            return js_thrown();
    }
    return exec_while(js, l, false);
}

/* One round of for-in or for-of with l->item. */
static struct js_done item_round(struct js *js, void *context) {
    struct loop *l = context;
    const struct js_node *left = js_node_field(l->node, JS_F_LEFT);
    enum js_bind how = js_node_marked(l->node, JS_T_CONST) ? JS_BIND_CONST
                       : js_node_marked(l->node, JS_T_LET) ? JS_BIND_LET
                       : js_node_marked(l->node, JS_T_VAR) ? JS_BIND_VAR
                                                           : JS_BIND_ASSIGN;
    struct js_scope *s = js_scope_new(js, l->scope, false);
    if (!js_bind_pattern(js, left, l->item, s, how))
        return js_thrown();
    return js_exec(js, l->body, s);
}

static struct js_done blind_item(struct js *js, void *context) {
    struct js_done done = item_round(js, context);
    return goes_on(context, &done) ? js_normal() : done;
}

/* Does it inherit anything that for-in would visit? */
static bool inherits_visibly(const struct js_object *o) {
    for (o = o->proto; o; o = o->proto) {
        bool is_odd = o->open || (o->class != JS_PLAIN && o->class != JS_FUNCTION);
        for (size_t i = 0; i < o->props.n; i++)
            is_odd = is_odd || !o->props.at[i].is_hidden;
        if (is_odd)
            return true;
    }
    return false;
}

/* The own keys that for-in visits, as an array; NULL and *unknown where they are not known. */
static struct js_object *keys_of(struct js *js, const struct js_value *v,
                                 const struct js_value **unknown) {
    struct js_object *keys = js_object_new(js, JS_ARRAY);
    const struct js_object *o = v->kind == JS_OBJECT ? v->object : NULL;
    if (js_is_nullish(v) || v->kind == JS_NUMBER || v->kind == JS_BOOL)
        return keys;
    if (o && o->class == JS_ENV && !js_keys_unknown(js, o)) { /* an ordinary copy has its keys */
        struct js_object *copy = js_object_new(js, JS_PLAIN);
        if (!js_env_spread(js, copy, v->span))
            return NULL;
        o = copy;
    }
    if (!o || (o->class != JS_PLAIN && o->class != JS_ARRAY) || inherits_visibly(o)) {
        *unknown = js_is_known(v) ? js_unknown(js, v->span, "ecoc does not list these keys") : v;
        return NULL;
    }
    *unknown = js_keys_unknown(js, o);
    if (*unknown)
        return NULL;
    for (size_t i = 0; i < o->items.n; i++)
        if (o->items.at[i])
            js_push(js, keys, js_string(js->arena, arena_fmt(js->arena, "%zu", i), v->span));
    const uint32_t *order = js_prop_order(js->arena, o);
    for (size_t i = 0; i < o->props.n; i++)
        if (!o->props.at[order[i]].is_hidden)
            js_push(
                js, keys,
                js_string(js->arena, o->props.at[order[i]].key, o->props.at[order[i]].key_span));
    return keys;
}

/* A key that the loop itself deleted is not visited. */
static bool is_still_there(const struct js_value *v, struct str key) {
    uint32_t i;
    const struct js_prop *own = v->kind == JS_OBJECT ? js_prop_find(v->object, key) : NULL;
    if (v->kind == JS_OBJECT && v->object->class == JS_ENV)
        return !own || !own->deleted;
    return v->kind != JS_OBJECT || js_prop_find(v->object, key) ||
           (js_is_index(key, &i) && i < v->object->items.n && v->object->items.at[i]);
}

/* The rounds of a loop whose items are not known. */
static struct js_done run_unlisted(struct js *js, struct loop *l, const struct js_value *unknown) {
    js->may_throw = true;
    l->item = js_unknown_from(js, unknown);
    return run_blindly(js, l, blind_item, unknown);
}

static struct js_done exec_for_in(struct js *js, struct loop *l) {
    const struct js_value *unknown = NULL;
    const struct js_value *v = js_eval(js, js_node_field(l->node, JS_F_RIGHT), l->scope);
    struct js_iter it = {0};
    if (!v)
        return js_thrown();
    if (l->node->op == JS_T_IN)
        it.source = keys_of(js, v, &unknown);
    else
        (void)js_iter_open(js, &it, v, &unknown);
    if (!it.source && !unknown)
        return js_thrown();
    if (js_node_marked(l->node, JS_T_AWAIT_WORD))
        unknown = js_unmodelled(js, v->span, "", STR("await"));
    if (unknown)
        return run_unlisted(js, l, unknown);
    const struct env_deps *control = js->control;
    js->control = js_deps_union(js->arena, control, v->deps);
    struct js_done done = js_normal();
    for (const struct js_value *item; (item = js_iter_next(js, &it)) && js_step(js, 1);) {
        if (l->node->op == JS_T_IN && !is_still_there(v, item->string))
            continue;
        l->item = js_with_deps(js->arena, item, v->deps);
        js->frame->rounds++;
        done = item_round(js, l);
        if (!goes_on(l, &done))
            break;
        done = js_normal();
    }
    if (it.doubt) /* opened by the body itself: the rest of the rounds is not known */
        js_poison(js, it.doubt);
    js->control = control;
    return js->is_fatal ? js_thrown() : done;
}

struct js_done js_exec_loop(struct js *js, const struct js_node *n, struct js_scope *s,
                            struct str label) {
    struct loop l = {.node = n, .body = js_node_field(n, JS_F_BODY), .scope = s, .label = label};
    struct span place = js->place;
    struct js_frame frame = {.outer = js->frame,
                             .span = js_head(js, n),
                             .loop = n,
                             .module = js->module,
                             .fuel = js->fuel,
                             .memory = js->arena->used_bytes};
    js->place = frame.span;
    js->frame = &frame;
    struct js_done done;
    if (n->kind == JS_N_FOR_IN_STATEMENT) {
        done = exec_for_in(js, &l);
    } else if (n->kind == JS_N_FOR_STATEMENT) {
        done = exec_for(js, &l);
    } else {
        l.scope = js_scope_new(js, s, false);
        done = exec_while(js, &l, n->kind == JS_N_DO_STATEMENT);
    }
    js->place = place;
    js->frame = frame.outer;
    return done;
}

/* ---- switch ---- */

struct cases {
    const struct js_value *value;
    const struct js_node *at, *fallback; /* the case to try next; `default` */
    struct js_scope *scope;
};

static struct js_done run_cases(struct js *js, const struct js_node *from, struct js_scope *s) {
    for (const struct js_node *c = from; c; c = c->next) {
        const struct js_node *first = c->first;
        if (first && first->field == JS_F_VALUE)
            first = first->next;
        struct js_done done = js_exec_list(js, first, s);
        if (done.flow == JS_BREAK && done.label.n == 0)
            return js_normal();
        if (done.flow != JS_NORMAL)
            return done;
    }
    return js_normal();
}

static struct js_done this_case(struct js *js, void *context) {
    const struct cases *c = context;
    return run_cases(js, c->at, c->scope);
}

static struct js_done find_case(struct js *js, void *context);

static struct js_done next_case(struct js *js, void *context) {
    struct cases c = *(struct cases *)context;
    c.at = c.at->next;
    return find_case(js, &c);
}

static struct js_done find_case(struct js *js, void *context) {
    struct cases c = *(struct cases *)context;
    for (; c.at; c.at = c.at->next) {
        const struct js_node *label = js_node_field(c.at, JS_F_VALUE);
        if (!label)
            continue;
        const struct js_value *v = js_eval(js, label, c.scope);
        v = v ? js_binary(js, JS_T_SAME, c.value, v, label) : NULL;
        if (!v)
            return js_thrown();
        enum js_truth truth = js_truth(v);
        if (truth == JS_TRUE)
            return run_cases(js, c.at, c.scope);
        if (truth == JS_FALSE)
            continue;
        struct str when = arena_fmt(js->arena, "it is %.*s", STR_ARG(js_source(js, label)));
        struct js_fork fork = {v, when, this_case, next_case, &c};
        return js_fork(js, &fork, false);
    }
    return c.fallback ? run_cases(js, c.fallback, c.scope) : js_normal();
}

struct js_done js_exec_switch(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_node *body = js_node_field(n, JS_F_BODY);
    struct cases c = {.value = js_eval(js, js_node_field(n, JS_F_VALUE), s),
                      .scope = js_scope_new(js, s, false)};
    if (!c.value)
        return js_thrown();
    for (const struct js_node *k = body->first; k; k = k->next) {
        if (k->kind == JS_N_SWITCH_DEFAULT)
            c.fallback = k;
        const struct js_node *first = k->first;
        if (first && first->field == JS_F_VALUE)
            first = first->next;
        if (!js_hoist(js, first, c.scope, false))
            return js_thrown();
    }
    c.at = body->first;
    const struct env_deps *control = js->control;
    js->control = js_deps_union(js->arena, control, c.value->deps);
    struct js_done done = find_case(js, &c);
    js->control = control;
    return done;
}

/* ---- try ---- */

struct attempt {
    const struct js_node *body, *handler;
    struct js_scope *scope;
    const struct js_value *error;
};

static struct js_done run_try(struct js *js, void *context) {
    const struct attempt *t = context;
    return js_exec(js, t->body, t->scope);
}

static struct js_done run_handler(struct js *js, const struct attempt *t) {
    struct js_scope *s = js_scope_new(js, t->scope, false);
    const struct js_node *parameter = js_node_field(t->handler, JS_F_PARAMETER);
    if (parameter && !js_bind_pattern(js, parameter, t->error, s, JS_BIND_LET))
        return js_thrown();
    return js_exec(js, js_node_field(t->handler, JS_F_BODY), s);
}

static struct js_done blind_try(struct js *js, void *context) {
    struct js_done done = run_try(js, context);
    return done.flow == JS_THROW && js->is_fatal ? done : js_normal();
}

/* The body threw somewhere, after any part of its effects. */
static struct js_done threw_side(struct js *js, void *context) {
    struct attempt *t = context;
    if (!js_havoc(js, blind_try, t, t->error))
        return js_thrown();
    return run_handler(js, t);
}

static struct js_done try_body(struct js *js, struct attempt *t) {
    struct js_done done;
    if (!js_try_once(js, run_try, t, &done)) {
        t->error = js_maybe_own(js,
                                js_unknown(js, js_span(js, t->body),
                                           "something in here is not evaluated and may throw"),
                                JS_OURS_OBJECT);
        struct js_fork fork = {t->error, STR("nothing is thrown"), run_try, threw_side, t};
        return js_fork(js, &fork, false);
    }
    if (done.flow != JS_THROW || js->is_fatal)
        return done;
    t->error = js->thrown;
    return run_handler(js, t);
}

struct js_done js_exec_try(struct js *js, const struct js_node *n, struct js_scope *s) {
    const struct js_node *finalizer = js_node_field(n, JS_F_FINALIZER);
    struct attempt t = {
        .body = js_node_field(n, JS_F_BODY), .handler = js_node_field(n, JS_F_HANDLER), .scope = s};
    struct js_done done = t.handler ? try_body(js, &t) : run_try(js, &t);
    if (!finalizer || js->is_fatal)
        return done;
    const struct js_value *thrown = js->thrown;
    struct span span = js->thrown_span;
    struct str text = js->thrown_text;
    struct js_done last = js_exec(js, js_node_field(finalizer, JS_F_BODY), s);
    if (last.flow != JS_NORMAL)
        return last;
    js->thrown = thrown;
    js->thrown_span = span;
    js->thrown_text = text;
    return done;
}
