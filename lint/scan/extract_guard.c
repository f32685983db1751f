/* Conditions to guards: what must hold of the environment, the process or a lock. Constants, local
 * functions, fields and getters are looked through; what is not understood is GUARD_OTHER. */
#include "lint/scan/extract_in.h"

enum { GUARD_DEPTH = 10 };

/* ---- building ------------------------------------------------------------------------------ */

/* A condition taken apart: one test, or several joined. */
struct test {
    struct extract *x;
    struct js_node *at; /* what is shown */
    uint32_t outer;
    int depth;
};

static uint32_t guard_add(struct test t, uint8_t kind, bool negated) {
    uint32_t index = FACT_PUSH(t.x, guards);
    struct fact_guard *g = &t.x->facts->guards.at[index];
    g->outer = t.outer;
    g->import = g->first = FACT_NONE;
    g->span = node_span(t.at);
    g->kind = kind;
    g->negated = negated;
    return index;
}

static uint32_t test_of(struct test t, struct js_node *n, bool negated);

/* For truth: `if (process.env.X)`; a number's truth: not '0'. */
static uint32_t env_truth(struct test t, struct env_value v, bool negated) {
    uint32_t index = guard_add(t, GUARD_ENV, v.is_number ? !negated : negated);
    struct fact_guard *g = &t.x->facts->guards.at[index];
    g->env = fact_put(t.x, v.name);
    if (v.is_number) {
        g->literal = fact_put(t.x, STR("0"));
        g->or_unset = !v.has_fallback || str_eqz(v.fallback, "0");
    } else {
        g->or_unset = v.has_fallback && v.fallback.n > 0 && !str_eqz(v.fallback, "false");
    }
    return index;
}

static uint32_t env_equal(struct test t, struct env_value v, struct js_node *other, uint8_t op,
                          bool negated) {
    bool is_number = other->kind == JS_N_NUMBER;
    struct str literal;
    if (is_nothing(t.x, other)) {
        uint32_t index = guard_add(t, GUARD_ENV, !negated);
        t.x->facts->guards.at[index].env = fact_put(t.x, v.name);
        return index;
    }
    if (!literal_of(t.x, other, &literal) || literal.n == 0)
        return guard_add(t, GUARD_OTHER, negated);
    uint32_t index = guard_add(t, GUARD_ENV, negated);
    struct fact_guard *g = &t.x->facts->guards.at[index];
    g->env = fact_put(t.x, v.name);
    g->literal = fact_put(t.x, literal);
    g->or_unset = v.has_fallback && str_eq(v.fallback, literal);
    g->is_number = is_number && !v.is_number;
    g->is_strict = op == JS_T_SAME || op == JS_T_NOT_SAME;
    return index;
}

/* cluster.isPrimary, cluster.worker.id; also imported by name. */
bool is_primary(struct extract *x, struct js_node *n) {
    struct thing t = thing_of(x, n);
    struct str path = node_path(x, n);
    if (str_eqz(t.module, "cluster") || str_eqz(t.module, "node:cluster"))
        return str_eqz(t.path, "isPrimary") || str_eqz(t.path, "isMaster");
    return str_eqz(path, "cluster.isPrimary") || str_eqz(path, "cluster.isMaster");
}

static bool is_worker_id(struct extract *x, struct js_node *n) {
    struct str path = node_path(x, n);
    return str_eqz(path, "cluster.worker.id");
}

/* The call whose result an expression goes back to: ok, rows[0].locked, (await lock()).ok. */
static struct js_node *call_behind(struct extract *x, struct js_node *n) {
    for (int depth = 0; depth < GUARD_DEPTH; depth++) {
        n = node_settled(n);
        if (!n)
            return NULL;
        if (n->kind == JS_N_MEMBER || n->kind == JS_N_SUBSCRIPT) {
            n = node_field(n, JS_F_OBJECT);
        } else if (n->kind == JS_N_IDENTIFIER) {
            const struct binding *b = binding_of(x, n);
            n = b && b->kind == BIND_VAR
                    ? (b->init && b->init->kind != JS_N_NULL ? b->init : b->later)
                    : NULL;
        } else {
            return n->kind == JS_N_CALL || n->kind == JS_N_NEW ? n : NULL;
        }
    }
    return NULL;
}

static uint32_t lock_guard(struct test t, struct js_node *call, bool negated) {
    struct js_node *callee = node_callee(call);
    uint32_t index = guard_add(t, GUARD_LOCK, negated);
    struct fact_guard *g = &t.x->facts->guards.at[index];
    const struct binding *b = binding_of(t.x, callee);
    g->member = fact_put(t.x, node_path(t.x, callee));
    if (b && b->kind == BIND_IMPORT)
        g->import = b->index;
    return index;
}

/* ok === 'OK', count !== 1, lock != null: which way round it is taken. */
static bool is_lock_compare(struct extract *x, struct js_node *left, struct js_node *right,
                            bool *negated) {
    struct js_node *call = call_behind(x, left);
    if (!call || !is_lock_call(x, call))
        return false;
    struct str text;
    bool is_failure = is_nothing(x, right) || node_bare(right)->kind == JS_N_FALSE ||
                      (literal_of(x, right, &text) && str_eqz(text, "0"));
    *negated ^= is_failure;
    return true;
}

static uint32_t compare_of(struct test t, struct js_node *n, bool negated) {
    struct js_node *left = node_bare(node_field(n, JS_F_LEFT));
    struct js_node *right = node_bare(node_field(n, JS_F_RIGHT));
    bool differs = n->op == JS_T_NOT_SAME || n->op == JS_T_NOT_EQUAL;
    if (!left || !right)
        return guard_add(t, GUARD_OTHER, negated);
    if (left->kind == JS_N_UNARY && left->op == JS_T_TYPEOF && node_is(t.x, right, "'undefined'")) {
        struct env_value v = env_value(t.x, node_field(left, JS_F_ARGUMENT), t.depth);
        if (v.is_set)
            return env_truth(t, v, negated == differs);
    }
    negated = negated != differs;
    for (int turn = 0; turn < 2; turn++) {
        struct env_value v = env_value(t.x, left, t.depth);
        if (v.is_set)
            return env_equal(t, v, right, n->op, negated);
        if (is_worker_id(t.x, left) && node_is(t.x, right, "1"))
            return guard_add(t, GUARD_PRIMARY, negated);
        if (is_lock_compare(t.x, left, right, &negated))
            return lock_guard(t, call_behind(t.x, left), negated);
        if ((right->kind == JS_N_TRUE || right->kind == JS_N_FALSE) && turn == 0)
            return test_of(t, left, right->kind == JS_N_FALSE ? !negated : negated);
        struct js_node *swap = left;
        left = right;
        right = swap;
    }
    return guard_add(t, GUARD_OTHER, negated);
}

/* a && b that must hold: both. */
static uint32_t both_of(struct test t, struct js_node *n, bool negated) {
    struct js_node *left = node_field(n, JS_F_LEFT), *right = node_field(n, JS_F_RIGHT);
    if (!left || !right)
        return guard_add(t, GUARD_OTHER, negated);
    t.at = left;
    t.outer = test_of(t, left, negated);
    t.at = right;
    return test_of(t, right, negated);
}

/* `!X || X === '0'` is one test: '0', or not set. */
static bool merge_unset(struct extract *x, uint32_t a, uint32_t b) {
    struct fact_guard *unset = &x->facts->guards.at[a], *test = &x->facts->guards.at[b];
    bool is_unset =
        unset->kind == GUARD_ENV && unset->negated && !unset->literal.n && !unset->or_unset;
    bool is_test = test->kind == GUARD_ENV && !test->negated && test->literal.n &&
                   str_eq(fact_str(x->facts, unset->env), fact_str(x->facts, test->env));
    if (is_unset && is_test)
        test->or_unset = true;
    return is_unset && is_test;
}

static int worth(const struct extract *x, const struct fact_guard *g) {
    struct str env = fact_str(x->facts, g->env);
    switch ((enum fact_guard_kind)g->kind) {
    case GUARD_PRIMARY:
    case GUARD_LOCK:
        return 4;
    case GUARD_ENV:
        return text_has(env, "INSTANCE") ? 3 : 2;
    case GUARD_IMPORTED:
        return 2;
    case GUARD_ANY:
        return 1;
    case GUARD_OTHER:
        break;
    }
    return 0;
}

/* As a list of alternatives: of a conjunction the member that says most; it holds as well. */
static uint32_t alternatives(struct extract *x, uint32_t chain) {
    struct fact_guard *at = x->facts->guards.at;
    uint32_t best = chain;
    if (at[chain].kind == GUARD_ANY && at[chain].outer == FACT_NONE)
        return at[chain].first;
    for (uint32_t i = chain; i != FACT_NONE; i = at[i].outer)
        if (worth(x, &at[i]) > worth(x, &at[best]))
            best = i;
    at[best].outer = FACT_NONE;
    return best;
}

/* One of both is enough. */
static uint32_t either_of(struct test t, struct js_node *n, bool negated) {
    struct js_node *left = node_field(n, JS_F_LEFT), *right = node_field(n, JS_F_RIGHT);
    if (!left || !right)
        return guard_add(t, GUARD_OTHER, negated);
    struct test alone = t;
    alone.outer = FACT_NONE;
    uint32_t a = test_of(alone, left, negated), b = test_of(alone, right, negated);
    struct fact_guard *at = t.x->facts->guards.at;
    bool is_flat = at[a].kind != GUARD_ANY && at[b].kind != GUARD_ANY && at[a].outer == FACT_NONE &&
                   at[b].outer == FACT_NONE;
    if (is_flat && (merge_unset(t.x, a, b) || merge_unset(t.x, b, a))) {
        uint32_t kept = at[a].or_unset ? a : b;
        at[kept].outer = t.outer;
        return kept;
    }
    a = alternatives(t.x, a);
    b = alternatives(t.x, b);
    uint32_t last = a;
    while (at[last].outer != FACT_NONE)
        last = at[last].outer;
    at[last].outer = b;
    uint32_t any = guard_add(t, GUARD_ANY, false);
    t.x->facts->guards.at[any].first = a;
    return any;
}

/* ['0', undefined].includes(process.env.X) */
static bool includes_of(struct test t, struct js_node *call, bool negated, uint32_t *out) {
    struct js_node *callee = node_callee(call);
    struct js_node *list =
        callee && callee->kind == JS_N_MEMBER ? node_bare(node_field(callee, JS_F_OBJECT)) : NULL;
    if (!list || list->kind != JS_N_ARRAY ||
        !node_is(t.x, node_field(callee, JS_F_PROPERTY), "includes"))
        return false;
    struct env_value v = env_value(t.x, node_argument(call, 0), t.depth);
    uint32_t n_literals = 0;
    struct js_node *literal = NULL;
    bool or_unset = false;
    for (struct js_node *c = list->first; c; c = c->next) {
        bool is_unset = is_nothing(t.x, c);
        or_unset |= is_unset;
        n_literals += !is_unset;
        literal = is_unset ? literal : node_bare(c);
    }
    if (!v.is_set || n_literals != 1)
        return false;
    *out = env_equal(t, v, literal, JS_T_SAME, negated);
    t.x->facts->guards.at[*out].or_unset |= or_unset;
    return true;
}

/* What a function gives: its expression, or its last return. */
struct js_node *node_returned(struct extract *x, uint32_t function) {
    struct js_node *body = x->fns.at[function].body, *found = NULL;
    if (!body || body->kind != JS_N_STATEMENT_BLOCK)
        return body;
    for (struct js_node *c = body->first; c; c = c->next)
        if (c->kind == JS_N_RETURN_STATEMENT)
            found = c->first;
    return found;
}

static uint32_t imported(struct test t, struct js_node *n, bool negated) {
    struct ref ref = ref_of(t.x, n);
    if (ref.import == FACT_NONE)
        return guard_add(t, GUARD_OTHER, negated);
    struct str path = node_path(t.x, n);
    size_t dot = str_index(path, '.');
    uint32_t index = guard_add(t, GUARD_IMPORTED, negated);
    struct fact_guard *g = &t.x->facts->guards.at[index];
    g->import = ref.import;
    g->member = fact_put(t.x, dot < path.n ? str_skip(path, dot + 1) : ref.member);
    return index;
}

static uint32_t call_of(struct test t, struct js_node *n, bool negated) {
    uint32_t out, function = function_of(t.x, node_callee(n));
    struct js_node *value = function == FACT_NONE ? NULL : node_returned(t.x, function);
    if (is_lock_call(t.x, n))
        return lock_guard(t, n, negated);
    if (includes_of(t, n, negated, &out))
        return out;
    struct env_value v = env_value(t.x, n, t.depth);
    if (v.is_set)
        return env_truth(t, v, negated);
    if (value) {
        uint32_t was = t.x->function;
        t.x->function = function;
        t.depth++;
        out = test_of(t, value, negated);
        t.x->function = was;
        return out;
    }
    return function == FACT_NONE ? imported(t, node_callee(n), negated)
                                 : guard_add(t, GUARD_OTHER, negated);
}

static uint32_t name_of(struct test t, struct js_node *n, bool negated) {
    const struct binding *b = n->kind == JS_N_MEMBER ? member_of(t.x, n) : binding_of(t.x, n);
    struct env_value v = env_value(t.x, n, t.depth);
    if (v.is_set)
        return env_truth(t, v, negated);
    if (is_primary(t.x, n))
        return guard_add(t, GUARD_PRIMARY, negated);
    struct str path = node_path(t.x, n);
    if (str_eqz(path, "cluster.isWorker") || str_eqz(path, "cluster.worker"))
        return guard_add(t, GUARD_PRIMARY, !negated);
    if (b && b->kind == BIND_METHOD && (b->flags & BIND_GETTER)) {
        struct js_node *value = node_returned(t.x, b->index);
        t.depth++;
        return value ? test_of(t, value, negated) : guard_add(t, GUARD_OTHER, negated);
    }
    if (b && b->kind == BIND_IMPORT)
        return imported(t, n, negated);
    struct js_node *call = call_behind(t.x, n);
    if (call && is_lock_call(t.x, call))
        return lock_guard(t, call, negated);
    bool is_value = b && (b->kind == BIND_VAR || b->kind == BIND_FIELD) && b->init && !b->path.n;
    if (is_value && !(b->flags & BIND_ASSIGNED)) {
        t.depth++;
        return test_of(t, b->init, negated);
    }
    return n->kind == JS_N_MEMBER || (b && b->path.n) ? imported(t, n, negated)
                                                      : guard_add(t, GUARD_OTHER, negated);
}

static uint32_t test_of(struct test t, struct js_node *n, bool negated) {
    n = node_settled(n);
    if (!n || t.depth > GUARD_DEPTH)
        return guard_add(t, GUARD_OTHER, negated);
    switch (n->kind) {
    case JS_N_UNARY:
        if (n->op == JS_T_NOT) {
            t.depth++;
            return test_of(t, node_field(n, JS_F_ARGUMENT), !negated);
        }
        break;
    case JS_N_BINARY:
        t.depth++;
        if (n->op == JS_T_AND || n->op == JS_T_OR)
            return (n->op == JS_T_AND) != negated ? both_of(t, n, negated)
                                                  : either_of(t, n, negated);
        if (n->op == JS_T_SAME || n->op == JS_T_NOT_SAME || n->op == JS_T_EQUAL ||
            n->op == JS_T_NOT_EQUAL)
            return compare_of(t, n, negated);
        if (n->op == JS_T_IN && is_process_env(t.x, node_field(n, JS_F_RIGHT))) {
            struct env_value v = {.is_set = true};
            if (node_string(t.x, node_field(n, JS_F_LEFT), &v.name))
                return env_truth(t, v, negated);
        }
        break;
    case JS_N_CALL:
        return call_of(t, n, negated);
    case JS_N_IDENTIFIER:
    case JS_N_SHORTHAND_PROPERTY_IDENTIFIER:
    case JS_N_MEMBER:
        return name_of(t, n, negated);
    default:
        break;
    }
    struct env_value v = env_value(t.x, n, t.depth); /* +process.env.X, X ?? '1' */
    return v.is_set ? env_truth(t, v, negated) : guard_add(t, GUARD_OTHER, negated);
}

uint32_t guard_of(struct extract *x, struct js_node *condition, bool negated) {
    struct js_node *bare = node_bare(condition);
    struct test t = {x, bare ? bare : x->tree->root, x->guard, 0};
    return test_of(t, condition, negated);
}

uint32_t guard_push(struct extract *x, struct js_node *at, uint8_t kind, struct str member) {
    uint32_t index = guard_add((struct test){x, at, x->guard, 0}, kind, false);
    x->facts->guards.at[index].member = fact_put(x, member);
    return index;
}

/* case 'worker': of switch (process.env.ROLE). */
uint32_t guard_of_case(struct extract *x, struct js_node *subject, struct js_node *value) {
    struct test t = {x, value, x->guard, 0};
    struct env_value v = env_value(x, subject, 0);
    return v.is_set ? env_equal(t, v, node_bare(value), JS_T_SAME, false)
                    : guard_add(t, GUARD_OTHER, false);
}
