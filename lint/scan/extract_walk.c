/* Third pass: what happens where, under which guard, in which function. */
#include "lint/scan/extract_in.h"

static void walk_children(struct extract *x, struct js_node *n) {
    for (struct js_node *c = n->first; c; c = c->next)
        walk_node(x, c, USE_READ);
}

static void walk_under(struct extract *x, struct js_node *n, uint32_t guard, uint8_t op) {
    uint32_t was = x->guard;
    x->guard = guard;
    if (n)
        walk_node(x, n, op);
    x->guard = was;
}

static void env_add(struct extract *x, struct str name, struct js_node *at) {
    uint32_t index = FACT_PUSH(x, envs);
    x->facts->envs.at[index] = (struct fact_env){fact_put(x, name), node_span(at)};
}

/* ---- statements ---------------------------------------------------------------------------- */

static void walk_if(struct extract *x, struct js_node *n) {
    struct js_node *condition = node_field(n, JS_F_CONDITION);
    struct js_node *then = node_field(n, JS_F_CONSEQUENCE),
                   *other = node_field(n, JS_F_ALTERNATIVE);
    uint8_t op = n->kind == JS_N_TERNARY ? USE_ESCAPE : USE_READ;
    uint32_t was = x->guard;
    if (!condition)
        return;
    walk_node(x, condition, USE_READ);
    walk_under(x, then, guard_of(x, condition, false), op);
    if (other)
        walk_under(x, other, guard_of(x, condition, true), op);
    x->guard = was;
}

static void walk_switch(struct extract *x, struct js_node *n) {
    struct js_node *subject = node_field(n, JS_F_VALUE), *body = node_field(n, JS_F_BODY);
    bool falls = false;
    if (subject)
        walk_node(x, subject, USE_READ);
    for (struct js_node *c = body ? body->first : NULL; c; c = c->next) {
        struct js_node *value = node_field(c, JS_F_VALUE), *last = NULL;
        uint32_t was = x->guard;
        if (value && subject && !falls)
            x->guard = guard_of_case(x, subject, value);
        else
            x->guard = guard_push(x, c, GUARD_OTHER, (struct str){NULL, 0});
        struct js_node *first =
            c->first && c->first->field == JS_F_VALUE ? c->first->next : c->first;
        walk_statements(x, first);
        x->guard = was;
        for (last = c->first; last && last->next;)
            last = last->next;
        falls = !last || !statement_exits(x, last);
    }
}

/* What stands after an early return stands under its contrary. */
void walk_statements(struct extract *x, struct js_node *first) {
    uint32_t at_entry = x->guard;
    for (struct js_node *c = first; c; c = c->next) {
        if (c->kind == JS_N_FUNCTION_DECLARATION) {
            walk_under(x, c, at_entry, USE_READ); /* hoisted: may be called before */
            continue;
        }
        walk_node(x, c, USE_READ);
        struct js_node *then = node_field(c, JS_F_CONSEQUENCE), *other;
        if (c->kind != JS_N_IF_STATEMENT || !then) {
            (void)guard_is_taken(x, c);
            continue;
        }
        other = node_field(c, JS_F_ALTERNATIVE);
        bool then_exits = statement_exits(x, then),
             other_exits = other && statement_exits(x, other);
        if (then_exits != other_exits)
            x->guard = guard_of(x, node_field(c, JS_F_CONDITION), then_exits);
    }
    x->guard = at_entry;
}

static void walk_for_in(struct extract *x, struct js_node *n) {
    struct js_node *left = node_field(n, JS_F_LEFT), *right = node_field(n, JS_F_RIGHT);
    struct js_node *body = node_field(n, JS_F_BODY);
    if (right) {
        mark_iteration(x, right, body);
        walk_node(x, right, USE_ITERATE);
    }
    if (left && n->marks <= 1)
        (void)use_assign(x, n, left, NULL);
    struct js_node *over = x->loop_over;
    x->loop_over = right;
    if (body)
        walk_node(x, body, USE_READ);
    x->loop_over = over;
}

static void walk_declarator(struct extract *x, struct js_node *n) {
    struct js_node *name = node_field(n, JS_F_NAME), *value = node_field(n, JS_F_VALUE);
    struct js_node *named = x->named, *bare = node_bare(value);
    if (!name || !value)
        return;
    if (name->kind == JS_N_OBJECT_PATTERN && is_process_env(x, value)) {
        for (struct js_node *c = name->first; c; c = c->next) {
            struct js_node *key = c->kind == JS_N_PAIR_PATTERN ? node_field(c, JS_F_KEY)
                                  : c->kind == JS_N_OBJECT_ASSIGNMENT_PATTERN ? c->first
                                                                              : c;
            if (key && c->kind != JS_N_REST_PATTERN)
                env_add(x, node_key(x, key), key);
        }
        return;
    }
    const struct binding *b = binding_of(x, name);
    bool is_alias = name->kind != JS_N_IDENTIFIER || (b && (b->flags & BIND_CONST));
    bool is_path = bare && (bare->kind == JS_N_MEMBER || bare->kind == JS_N_IDENTIFIER ||
                            bare->kind == JS_N_SUBSCRIPT);
    x->named = name->kind == JS_N_IDENTIFIER ? name : NULL;
    walk_node(x, value, is_alias && is_path ? USE_READ : USE_ESCAPE);
    x->named = named;
}

static void walk_export(struct extract *x, struct js_node *n) {
    for (struct js_node *c = n->first; c; c = c->next) {
        struct js_node *bare = node_bare(c);
        if (node_is_class(bare) && bare->tag)
            walk_class(x, bare, n->first);
        else if (c->field == JS_F_DECLARATION || c->field == JS_F_VALUE)
            walk_node(x, c, USE_READ);
    }
}

/* ---- expressions --------------------------------------------------------------------------- */

/* A name stands somewhere as a value. */
static void mention(struct extract *x, struct js_node *n, uint8_t op) {
    const struct binding *b = binding_of(x, n);
    struct ref ref = ref_of(x, n);
    bool is_function = b && (b->kind == BIND_FUNCTION || b->kind == BIND_CLASS);
    if (ref.state != FACT_NONE)
        use_plain(x, n, ref, op);
    if ((b && b->kind == BIND_IMPORT) || is_function)
        call_reference(x, n);
    else if (ref.import != FACT_NONE)
        use_plain(x, n, ref, op);
}

static void walk_access(struct extract *x, struct js_node *n, uint8_t op) {
    struct str name;
    struct js_node *object = node_field(n, JS_F_OBJECT), *index = node_field(n, JS_F_INDEX);
    if (env_read(x, n, &name)) {
        env_add(x, name, n);
        return;
    }
    struct ref ref = ref_of(x, n);
    if (ref.import != FACT_NONE && !ref.is_deep && op == USE_ESCAPE)
        call_reference(x, n); /* cron.schedule('...', tasks.prune) */
    if (ref_is(ref))
        use_plain(x, n, ref, op);
    else if (n->kind == JS_N_MEMBER && function_of(x, n) != FACT_NONE)
        call_reference(x, n);
    else if (object)
        walk_node(x, object, USE_READ);
    if (index)
        walk_node(x, index, USE_READ);
}

static void walk_assignment(struct extract *x, struct js_node *n) {
    struct js_node *left = node_bare(node_field(n, JS_F_LEFT)), *right = node_field(n, JS_F_RIGHT);
    struct js_node *named = x->named;
    if (!left || !right)
        return;
    bool is_export = n->kind == JS_N_ASSIGNMENT && export_assignment(x, left, right);
    if (!is_export && !use_assign(x, n, left, right) && left->kind != JS_N_IDENTIFIER)
        walk_children(x, left);
    struct js_node *index = left->kind == JS_N_SUBSCRIPT ? node_field(left, JS_F_INDEX) : NULL;
    if (index)
        walk_node(x, index, USE_READ);
    x->named = left->kind == JS_N_MEMBER ? node_field(left, JS_F_PROPERTY) : left;
    walk_node(x, right, is_export ? USE_READ : USE_ESCAPE);
    x->named = named;
}

static void walk_binary(struct extract *x, struct js_node *n) {
    struct js_node *left = node_field(n, JS_F_LEFT), *right = node_field(n, JS_F_RIGHT);
    bool is_guard = n->op == JS_T_AND || n->op == JS_T_OR;
    if (!left || !right)
        return;
    walk_node(x, left, USE_READ);
    bool does = right->kind == JS_N_CALL || right->kind == JS_N_AWAIT || right->kind == JS_N_NEW ||
                right->kind == JS_N_PARENTHESIZED || right->kind == JS_N_BINARY ||
                right->kind == JS_N_ASSIGNMENT || right->kind == JS_N_ARRAY;
    walk_under(x, right, is_guard && does ? guard_of(x, left, n->op == JS_T_OR) : x->guard,
               USE_READ);
}

static void walk_list(struct extract *x, struct js_node *n) {
    for (struct js_node *c = n->first; c; c = c->next)
        walk_node(x, c, USE_ESCAPE);
}

static void walk_pair(struct extract *x, struct js_node *n) {
    struct js_node *key = node_field(n, JS_F_KEY), *value = node_field(n, JS_F_VALUE);
    struct js_node *named = x->named;
    if (key && key->kind == JS_N_COMPUTED_PROPERTY_NAME)
        walk_children(x, key);
    mark_pair(x, n);
    x->named = key ? key : named;
    if (value)
        walk_node(x, value, USE_ESCAPE);
    x->named = named;
}

static void walk_call(struct extract *x, struct js_node *n) {
    struct js_node *arguments = node_field(n, JS_F_ARGUMENTS);
    struct str name;
    if (n->kind == JS_N_CALL && n->tag) { /* require, import() */
        for (uint32_t i = n->tag - 1;
             i < x->facts->imports.n &&
             x->facts->imports.at[i].span.begin == x->facts->imports.at[n->tag - 1].span.begin;
             i++)
            x->facts->imports.at[i].guard = x->guard;
        return;
    }
    if (n->kind == JS_N_CALL && env_read(x, n, &name))
        env_add(x, name, n);
    mark_call(x, n);
    mark_idiom(x, n);
    struct js_node *callee = node_callee(n), *object = call_walk(x, n);
    if (object)
        walk_node(x, object, USE_READ);
    else if (node_is_function(callee))
        walk_function(x, callee);
    uint8_t op = call_argument_op(x, n);
    uint32_t was = x->guard;
    x->guard = guard_of_call(x, n);
    for (struct js_node *c = arguments ? arguments->first : NULL; c; c = c->next)
        walk_node(x, c, op);
    x->guard = was;
}

static void walk_await(struct extract *x, struct js_node *n, uint8_t op) {
    if (n->first)
        walk_node(x, n->first, op);
    struct js_node *call = node_settled(n);
    struct str path =
        call && call->kind == JS_N_CALL ? node_path(x, node_callee(call)) : (struct str){NULL, 0};
    bool is_set_up = str_ends(path, STR(".register")) || str_starts(path, STR("NestFactory."));
    if (!is_set_up)
        x->fns.at[x->function].has_awaited = true;
}

static void walk_kind(struct extract *x, struct js_node *n, uint8_t op) {
    struct js_node *last;
    switch (n->kind) {
    case JS_N_IDENTIFIER:
    case JS_N_SHORTHAND_PROPERTY_IDENTIFIER:
        mention(x, n, op);
        break;
    case JS_N_MEMBER:
    case JS_N_SUBSCRIPT:
        walk_access(x, n, op);
        break;
    case JS_N_CALL:
    case JS_N_NEW:
        walk_call(x, n);
        break;
    case JS_N_ASSIGNMENT:
    case JS_N_AUGMENTED:
        walk_assignment(x, n);
        break;
    case JS_N_UPDATE:
        if (n->first && !use_assign(x, n, n->first, NULL))
            walk_node(x, n->first, USE_READ);
        break;
    case JS_N_UNARY:
        if (n->first && !(n->op == JS_T_DELETE && use_delete(x, n, n->first)))
            walk_node(x, n->first, USE_READ);
        break;
    case JS_N_BINARY:
        walk_binary(x, n);
        break;
    case JS_N_TERNARY:
    case JS_N_IF_STATEMENT:
        walk_if(x, n);
        break;
    case JS_N_SWITCH_STATEMENT:
        walk_switch(x, n);
        break;
    case JS_N_PROGRAM:
    case JS_N_STATEMENT_BLOCK:
        walk_statements(x, n->first);
        break;
    case JS_N_FOR_IN_STATEMENT:
        walk_for_in(x, n);
        break;
    case JS_N_VARIABLE_DECLARATOR:
        walk_declarator(x, n);
        break;
    case JS_N_FUNCTION_DECLARATION:
    case JS_N_GENERATOR_FUNCTION_DECLARATION:
    case JS_N_FUNCTION_EXPRESSION:
    case JS_N_GENERATOR_FUNCTION:
    case JS_N_ARROW_FUNCTION:
    case JS_N_METHOD_DEFINITION:
        if (n->tag)
            walk_function(x, n);
        break;
    case JS_N_CLASS:
    case JS_N_CLASS_DECLARATION:
    case JS_N_ABSTRACT_CLASS:
        if (n->tag)
            walk_class(x, n, NULL);
        break;
    case JS_N_EXPORT_STATEMENT:
        walk_export(x, n);
        break;
    case JS_N_RETURN_STATEMENT:
        walk_list(x, n);
        break;
    case JS_N_ARRAY:
    case JS_N_OBJECT:
        walk_list(x, n);
        break;
    case JS_N_PAIR:
        walk_pair(x, n);
        break;
    case JS_N_SPREAD_ELEMENT:
        if (n->first) {
            mark_iteration(x, n->first, x->fns.at[x->function].body);
            walk_node(x, n->first, USE_ITERATE);
        }
        break;
    case JS_N_AWAIT:
        walk_await(x, n, op);
        break;
    case JS_N_PARENTHESIZED:
    case JS_N_AS:
    case JS_N_SATISFIES:
    case JS_N_NON_NULL:
        if (n->first)
            walk_node(x, n->first, op);
        break;
    case JS_N_TYPE_ASSERTION:
        for (last = n->first; last && last->next;)
            last = last->next;
        if (last)
            walk_node(x, last, op);
        break;
    case JS_N_STRING:
        mark_string(x, n);
        break;
    case JS_N_EXPRESSION_STATEMENT:
        x->statement = n->first;
        walk_children(x, n);
        break;
    case JS_N_IMPORT_STATEMENT:
    case JS_N_ENUM_DECLARATION:
    case JS_N_TYPE_ANNOTATION:
        break;
    default:
        walk_children(x, n);
        break;
    }
}

/* The tree's depth is bounded, but what stands on the stack for one level of it is much. */
void walk_node(struct extract *x, struct js_node *n, uint8_t op) {
    enum { WALK_DEPTH = 400 };
    if (x->depth == WALK_DEPTH) {
        x->facts->is_partial = true;
        return;
    }
    x->depth++;
    walk_kind(x, n, op);
    x->depth--;
}

void walk_module(struct extract *x, struct js_node *root) {
    x->function = 0;
    x->guard = x->klass = FACT_NONE;
    mark_imports(x);
    walk_statements(x, root->first);
}
