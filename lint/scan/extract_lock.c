/* Locks that all processes see, by library or by their usual spelling, and what holds after a
 * statement. */
#include "lint/scan/extract_in.h"

/* tryLock, acquireLease, setnx; not unlock, isLocked, block. */
static bool is_lock_name(struct str name) {
    static const char *const whole[] = {"acquire", "tryAcquire", "setnx", "setNX", "lock"};
    for (size_t i = 0; i < ARRAY_LEN(whole); i++)
        if (str_eqz(name, whole[i]))
            return true;
    if (text_has(name, "nlock") || text_has(name, "elease") || text_has(name, "Block") ||
        text_has(name, "block") || text_has(name, "locked") || text_has(name, "Locked"))
        return false;
    return text_has(name, "Lock") || text_has(name, "acquireL");
}

/* set(key, value, 'EX', 60, 'NX'), set(key, value, {NX: true}). */
static bool is_set_nx(struct extract *x, struct js_node *call) {
    struct js_node *arguments = node_field(call, JS_F_ARGUMENTS);
    for (struct js_node *c = arguments ? arguments->first : NULL; c; c = c->next) {
        struct str text;
        if (node_string(x, node_bare(c), &text) && (str_eqz(text, "NX") || str_eqz(text, "nx")))
            return true;
        struct js_node *option = option_of(x, c, "NX");
        option = option ? option : option_of(x, c, "nx");
        if (option && option->kind == JS_N_TRUE)
            return true;
        option = option_of(x, c, "condition");
        if (option && node_string(x, option, &text) && str_eqz(text, "NX"))
            return true;
    }
    return false;
}

static bool is_lock_sql(struct str s) {
    return text_has(s, "advisory_lock") || text_has(s, "advisory_xact_lock") ||
           text_has(s, "GET_LOCK(");
}

bool is_own_lock_call(struct extract *x, struct js_node *call) {
    const struct lib_row *row = row_of_call(x, call);
    struct js_node *callee = node_callee(call), *first = node_argument(call, 0);
    if (row && row->mark == MARK_LOCK_SHARED)
        return true;
    struct str method = callee && callee->kind == JS_N_MEMBER
                            ? node_key(x, node_field(callee, JS_F_PROPERTY))
                            : (struct str){NULL, 0};
    if (str_eqz(method, "set") && is_set_nx(x, call))
        return true;
    bool is_text = first && (first->kind == JS_N_STRING || first->kind == JS_N_TEMPLATE_STRING);
    if (is_text && is_lock_sql(node_text(x, first)))
        return true;
    return callee && callee->kind == JS_N_MEMBER && call->first && call->first->next &&
           call->first->next->kind == JS_N_TEMPLATE_STRING &&
           is_lock_sql(node_text(x, call->first->next));
}

static bool has_lock(struct extract *x, struct js_node *n) {
    if (n->kind == JS_N_CALL && is_own_lock_call(x, n))
        return true;
    for (struct js_node *c = n->first; c; c = c->next)
        if (has_lock(x, c))
            return true;
    return false;
}

static bool function_locks(struct extract *x, uint32_t function) {
    struct fn *fn = &x->fns.at[function];
    if (fn->lock_known == 0) {
        fn->lock_known = 1;
        if (fn->body && has_lock(x, fn->body))
            fn->lock_known = 2;
    }
    return fn->lock_known == 2;
}

bool is_lock_call(struct extract *x, struct js_node *call) {
    struct js_node *callee = node_callee(call);
    if (!callee || call->kind != JS_N_CALL)
        return false;
    if (is_own_lock_call(x, call))
        return true;
    uint32_t function = function_of(x, callee);
    if (function != FACT_NONE)
        return function_locks(x, function);
    struct js_node *object = callee->kind == JS_N_MEMBER ? node_field(callee, JS_F_OBJECT) : NULL;
    if (object && thing_of(x, object).type == LIB_TYPE_MUTEX)
        return false;
    return is_lock_name(node_key(x, object ? node_field(callee, JS_F_PROPERTY) : callee));
}

/* ---- what holds -------------------------------------------------------------------------- */

static bool is_exit_call(const struct extract *x, struct js_node *n) {
    n = node_settled(n);
    return n && n->kind == JS_N_CALL && str_eqz(node_path(x, node_callee(n)), "process.exit");
}

bool statement_exits(struct extract *x, struct js_node *n) {
    struct js_node *last = NULL, *a, *b;
    switch (n->kind) {
    case JS_N_RETURN_STATEMENT:
    case JS_N_THROW_STATEMENT:
    case JS_N_CONTINUE_STATEMENT:
    case JS_N_BREAK_STATEMENT:
        return true;
    case JS_N_EXPRESSION_STATEMENT:
        return n->first && is_exit_call(x, n->first);
    case JS_N_STATEMENT_BLOCK:
        for (struct js_node *c = n->first; c; c = c->next)
            last = c;
        return last && statement_exits(x, last);
    case JS_N_ELSE_CLAUSE:
        return n->first && statement_exits(x, n->first);
    case JS_N_IF_STATEMENT:
        a = node_field(n, JS_F_CONSEQUENCE);
        b = node_field(n, JS_F_ALTERNATIVE);
        return a && b && statement_exits(x, a) && statement_exits(x, b);
    default:
        return false;
    }
}

/* Of these it is known that they throw where the lock is not to be had. */
static bool lock_throws(struct extract *x, struct js_node *call) {
    const struct lib_row *row = row_of_call(x, call);
    struct str path = node_path(x, node_callee(call));
    if (str_ends(path, STR("edlock.acquire")) || str_ends(path, STR("edlock.lock")))
        return true;
    return row && row->mark == MARK_LOCK_SHARED && !str_ends(path, STR("tryAcquire")) &&
           (row->type == LIB_TYPE_REDLOCK || row->type == LIB_TYPE_MUTEX_SHARED);
}

static bool mentions(const struct js_node *n, uint32_t tag) {
    if (n->kind == JS_N_IDENTIFIER && n->tag == tag)
        return true;
    for (const struct js_node *c = n->first; c; c = c->next)
        if (mentions(c, tag))
            return true;
    return false;
}

/* `const lock = await acquireLock('x')` of our own that nothing tests: it must throw where it fails,
 * or it would be for nothing. Of Redis' own commands that is known not to be so. */
static bool is_left_untested(struct extract *x, const struct js_node *statement,
                             struct js_node *call) {
    struct js_node *name = node_field(statement->first, JS_F_NAME);
    struct js_node *callee = node_callee(call);
    struct str word =
        node_key(x, callee->kind == JS_N_MEMBER ? node_field(callee, JS_F_PROPERTY) : callee);
    if (is_own_lock_call(x, call) || str_starts(word, STR("try")) || !text_has(word, "Lock") ||
        (name && name->kind != JS_N_IDENTIFIER))
        return false;
    for (struct js_node *c = statement->next; name && c; c = c->next) {
        struct js_node *test = c->kind == JS_N_IF_STATEMENT ? node_field(c, JS_F_CONDITION) : NULL;
        if (test && mentions(test, name->tag))
            return false;
    }
    return true;
}

/* try { lock = await redlock.acquire(); } catch { return; } */
static bool is_taken_in_try(struct extract *x, struct js_node *statement) {
    struct js_node *body = node_field(statement, JS_F_BODY);
    struct js_node *handler = node_field(statement, JS_F_HANDLER);
    struct js_node *rescue = handler ? node_field(handler, JS_F_BODY) : NULL;
    if (!body || (rescue && !statement_exits(x, rescue)))
        return false;
    for (struct js_node *c = body->first; c; c = c->next)
        if (c->kind != JS_N_TRY_STATEMENT && guard_is_taken(x, c))
            return true;
    return false;
}

/* The lock call that a statement awaits, where failing throws: redlock, a semaphore. */
bool guard_is_taken(struct extract *x, struct js_node *statement) {
    struct js_node *n = statement->first;
    if (statement->kind == JS_N_TRY_STATEMENT)
        return is_taken_in_try(x, statement);
    if (statement->kind == JS_N_LEXICAL_DECLARATION || statement->kind == JS_N_VARIABLE_DECLARATION)
        n = n ? node_field(n, JS_F_VALUE) : NULL;
    else if (statement->kind != JS_N_EXPRESSION_STATEMENT)
        return false;
    n = node_bare(n);
    if (n && n->kind == JS_N_ASSIGNMENT)
        n = node_bare(node_field(n, JS_F_RIGHT));
    n = n && n->kind == JS_N_AWAIT ? node_bare(n->first) : NULL;
    if (!n || n->kind != JS_N_CALL)
        return false;
    if (!lock_throws(x, n) && !(is_lock_call(x, n) && is_left_untested(x, statement, n)))
        return false;
    x->guard = guard_push(x, n, GUARD_LOCK, node_path(x, node_callee(n)));
    return true;
}

uint32_t guard_of_call(struct extract *x, struct js_node *call) {
    struct js_node *callee = node_callee(call);
    if (!callee || call->kind != JS_N_CALL)
        return x->guard;
    struct str path = node_path(x, callee), name;
    bool is_member = callee->kind == JS_N_MEMBER;
    if (str_eqz(path, "ConditionalModule.registerWhen")) {
        struct js_node *test = node_argument(call, 1);
        if (node_constant(x, test, &name)) {
            uint32_t guard = guard_push(x, test, GUARD_ENV, (struct str){NULL, 0});
            x->facts->guards.at[guard].env = fact_put(x, name);
            return guard;
        }
    }
    struct js_node *object = is_member ? node_field(callee, JS_F_OBJECT) : NULL;
    struct str last = node_key(x, is_member ? node_field(callee, JS_F_PROPERTY) : callee);
    bool is_lock = is_own_lock_call(x, call) ||
                   (is_lock_name(last) && !(object && thing_of(x, object).type == LIB_TYPE_MUTEX));
    bool has_body = false;
    for (unsigned i = 0; i < 4; i++)
        has_body |= node_is_function(node_argument(call, i));
    if (!is_lock || !has_body)
        return x->guard;
    uint32_t guard = guard_push(x, callee, GUARD_LOCK, path);
    const struct binding *b = binding_of(x, callee);
    if (b && b->kind == BIND_IMPORT)
        x->facts->guards.at[guard].import = b->index;
    return guard;
}

static bool condition_in(struct extract *x, struct js_node *n, int depth) {
    n = node_settled(n);
    if (!n || depth > 8)
        return false;
    const struct binding *b = binding_of(x, n);
    uint32_t function = function_of(x, n);
    depth++;
    if (function != FACT_NONE)
        return condition_in(x, node_returned(x, function), depth);
    if (b)
        return b->kind == BIND_VAR &&
               (b->path.n ? env_value(x, n, 0).is_set : condition_in(x, b->init, depth));
    if (env_value(x, n, 0).is_set)
        return true;
    switch (n->kind) {
    case JS_N_UNARY:
        return condition_in(x, node_field(n, JS_F_ARGUMENT), depth);
    case JS_N_BINARY:
        return condition_in(x, node_field(n, JS_F_LEFT), depth) ||
               condition_in(x, node_field(n, JS_F_RIGHT), depth);
    case JS_N_CALL:
        return is_lock_call(x, n) || condition_in(x, node_argument(n, 0), depth) ||
               (node_callee(n) && !node_is_function(node_callee(n)) &&
                function_of(x, node_callee(n)) != FACT_NONE &&
                condition_in(x, node_callee(n), depth));
    case JS_N_MEMBER:
        return is_primary(x, n);
    default:
        return false;
    }
}

bool is_condition(struct extract *x, struct js_node *n) {
    return condition_in(x, n, 0);
}
