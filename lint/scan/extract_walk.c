/* Third pass: what happens where, under which guard, in which function. */
#include "lint/scan/extract_in.h"

static void walk(struct extract *x, struct js_node *n, uint8_t op);
static void walk_statements(struct extract *x, struct js_node *first);

static void walk_children(struct extract *x, struct js_node *n) {
    for (struct js_node *c = n->first; c; c = c->next)
        walk(x, c, USE_READ);
}

static void walk_under(struct extract *x, struct js_node *n, uint32_t guard, uint8_t op) {
    uint32_t was = x->guard;
    x->guard = guard;
    if (n)
        walk(x, n, op);
    x->guard = was;
}

static void env_add(struct extract *x, struct str name, struct js_node *at) {
    uint32_t index = FACT_PUSH(x, envs);
    x->facts->envs.at[index] = (struct fact_env){fact_put(x, name), node_span(at)};
}

/* ---- functions ----------------------------------------------------------------------------- */

static bool is_log(const struct extract *x, struct js_node *n) {
    struct js_node *call = n->kind == JS_N_EXPRESSION_STATEMENT ? node_settled(n->first) : NULL;
    if (!call || call->kind != JS_N_CALL)
        return false;
    struct str path = node_path(x, node_callee(call));
    return str_starts(path, STR("console.")) || text_has(path, "log") || text_has(path, "Log");
}

static bool is_quiet(const struct extract *x, struct js_node *n) {
    return n->kind == JS_N_LEXICAL_DECLARATION || n->kind == JS_N_VARIABLE_DECLARATION ||
           n->kind == JS_N_EMPTY_STATEMENT || n->kind == JS_N_RETURN_STATEMENT ||
           n->kind == JS_N_FUNCTION_DECLARATION || is_log(x, n);
}

static bool is_last(const struct extract *x, struct js_node *n) {
    for (n = n->next; n; n = n->next)
        if (!is_quiet(x, n))
            return false;
    return true;
}

/* What holds wherever the statements do something; moves x->guard. */
static uint32_t guard_of_body(struct extract *x, struct js_node *c) {
    for (; c; c = c->next) {
        bool is_if = c->kind == JS_N_IF_STATEMENT && !node_field(c, JS_F_ALTERNATIVE);
        struct js_node *then = node_field(c, JS_F_CONSEQUENCE);
        if (is_if && then && statement_exits(x, then))
            x->guard = guard_of(x, node_field(c, JS_F_CONDITION), true);
        else if (guard_is_taken(x, c) || is_quiet(x, c))
            continue;
        else if (is_if && is_last(x, c))
            return guard_of(x, node_field(c, JS_F_CONDITION), false);
        else if (c->kind == JS_N_TRY_STATEMENT && is_last(x, c) && node_field(c, JS_F_BODY))
            return guard_of_body(x, node_field(c, JS_F_BODY)->first);
        else
            break;
    }
    return x->guard;
}

/* What the function is given to: io.on('connection', f). */
static void note_callback(struct extract *x, struct fact_function *f, struct js_node *call) {
    struct js_node *callee = node_callee(call);
    struct str event = {NULL, 0};
    bool known = node_constant(x, node_argument(call, 0), &event);
    for (struct js_node *c = callee; !known && c && c->kind == JS_N_MEMBER;) {
        c = node_bare(node_field(c, JS_F_OBJECT)); /* app.route('/x').post(f) */
        known = c && c->kind == JS_N_CALL && node_constant(x, node_argument(c, 0), &event);
        c = c && c->kind == JS_N_CALL ? node_callee(c) : NULL;
    }
    f->callee = fact_put(x, node_path(x, callee));
    f->event = known ? fact_put(x, event) : (struct fact_text){0};
}

static void walk_parameters(struct extract *x, struct js_node *n) {
    for (struct js_node *c = n->first; c; c = c->next) {
        bool is_value = c->field == JS_F_RIGHT || c->field == JS_F_VALUE;
        if (is_value)
            walk(x, c, USE_READ);
        else if (c->kind != JS_N_IDENTIFIER && c->kind != JS_N_DECORATOR)
            walk_parameters(x, c);
    }
}

static void walk_function(struct extract *x, struct js_node *n) {
    uint32_t function = x->function, guard = x->guard, klass = x->klass;
    struct js_node *named = x->named;
    struct fn *fn = &x->fns.at[n->tag];
    struct fact_function *f = &x->facts->functions.at[n->tag];
    f->guard = f->body_guard = guard;
    if (fn->call)
        note_callback(x, f, fn->call);
    x->function = n->tag;
    x->klass = fn->self;
    x->named = NULL;
    struct js_node *parameters = node_field(n, JS_F_PARAMETERS);
    if (parameters)
        walk_parameters(x, parameters);
    if (fn->body && fn->body->kind == JS_N_STATEMENT_BLOCK) {
        f->body_guard = guard_of_body(x, fn->body->first);
        x->guard = guard;
        walk_statements(x, fn->body->first);
    } else if (fn->body) {
        walk(x, fn->body, USE_ESCAPE);
    }
    x->function = function;
    x->guard = guard;
    x->klass = klass;
    x->named = named;
}

/* ---- classes ------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    uint16_t klass, function;
} decorators[] = {
    {"Injectable", CLASS_INJECTABLE, 0},
    {"Service", CLASS_INJECTABLE, 0},
    {"Singleton", CLASS_INJECTABLE, 0},
    {"injectable", CLASS_INJECTABLE, 0},
    {"singleton", CLASS_INJECTABLE, 0},
    {"Provide", CLASS_INJECTABLE, 0},
    {"Processor", CLASS_INJECTABLE, 0},
    {"Catch", CLASS_INJECTABLE, 0},
    {"Controller", CLASS_CONTROLLER, 0},
    {"JsonController", CLASS_CONTROLLER, 0},
    {"RestController", CLASS_CONTROLLER, 0},
    {"WebSocketGateway", CLASS_GATEWAY, 0},
    {"Resolver", CLASS_RESOLVER, 0},
    {"Module", CLASS_MODULE, 0},
    {"Get", 0, FN_ROUTE},
    {"Post", 0, FN_ROUTE},
    {"Put", 0, FN_ROUTE},
    {"Delete", 0, FN_ROUTE},
    {"Patch", 0, FN_ROUTE},
    {"All", 0, FN_ROUTE},
    {"Head", 0, FN_ROUTE},
    {"Options", 0, FN_ROUTE},
    {"Sse", 0, FN_ROUTE},
    {"MessagePattern", 0, FN_ROUTE},
    {"EventPattern", 0, FN_ROUTE},
    {"GrpcMethod", 0, FN_ROUTE},
    {"Query", 0, FN_ROUTE},
    {"Mutation", 0, FN_ROUTE},
    {"Subscription", 0, FN_ROUTE},
    {"ResolveField", 0, FN_ROUTE},
    {"FieldResolver", 0, FN_ROUTE},
    {"Process", 0, FN_ROUTE},
    {"SubscribeMessage", 0, FN_SOCKET},
};

static struct js_node *decorator_call(struct js_node *d) {
    struct js_node *n = node_bare(d->first);
    return n && n->kind == JS_N_CALL ? n : NULL;
}

static struct str decorator_name(const struct extract *x, struct js_node *d) {
    struct js_node *call = decorator_call(d);
    struct str path = node_path(x, call ? node_callee(call) : d->first);
    size_t at = path.n;
    while (at && path.p[at - 1] != '.')
        at--;
    return str_skip(path, at);
}

static bool is_per_request(struct extract *x, struct js_node *call) {
    struct js_node *scope = call ? call_option(x, call, "scope") : NULL;
    struct str path = scope ? node_path(x, scope) : (struct str){NULL, 0};
    return str_ends(path, STR(".REQUEST")) || str_ends(path, STR(".TRANSIENT"));
}

static void decorate_class(struct extract *x, struct js_node *d, uint32_t klass,
                           struct js_node *name) {
    struct fact_class *k = &x->facts->classes.at[klass];
    struct str word = decorator_name(x, d);
    for (size_t i = 0; i < ARRAY_LEN(decorators); i++)
        if (decorators[i].klass && str_eqz(word, decorators[i].name))
            k->flags |= decorators[i].klass;
    if (is_per_request(x, decorator_call(d)))
        k->flags |= CLASS_PER_REQUEST;
    mark_decorator(x, d, klass, FACT_NONE, name);
    walk_children(x, d);
}

/* The first decorator that says what the method is for gives its `callee`. */
static void decorate_method(struct extract *x, struct js_node *d, uint32_t klass, uint32_t function,
                            struct js_node *name) {
    struct fact_function *f = &x->facts->functions.at[function];
    struct str word = decorator_name(x, d), event;
    struct js_node *call = decorator_call(d);
    uint16_t flags = 0;
    for (size_t i = 0; i < ARRAY_LEN(decorators); i++)
        if (str_eqz(word, decorators[i].name))
            flags |= decorators[i].function;
    bool is_main = flags || str_eqz(word, "Cron") || str_eqz(word, "Interval");
    if (!f->callee.n || is_main) {
        f->callee = fact_put(x, arena_fmt(x->arena, "@%.*s", STR_ARG(word)));
        if (call && node_constant(x, node_argument(call, 0), &event))
            f->event = fact_put(x, event);
    }
    f->flags |= flags | FN_DECORATED;
    mark_decorator(x, d, klass, function, name);
    walk_children(x, d);
}

static void note_hook(struct extract *x, uint32_t function) {
    static const char *const hooks[] = {
        "onModuleInit", "onApplicationBootstrap", "afterInit", "onInit", "$onInit", "configure"};
    struct fact_function *f = &x->facts->functions.at[function];
    for (size_t i = 0; i < ARRAY_LEN(hooks); i++)
        if (str_eqz(fact_str(x->facts, f->name), hooks[i]))
            f->flags |= FN_HOOK;
    mark_method(x, function);
}

static void walk_method(struct extract *x, struct js_node *n, struct js_node *before,
                        uint32_t klass) {
    struct js_node *name = node_field(n, JS_F_NAME);
    walk_function(x, n);
    for (struct js_node *d = before; d && d != n; d = d->next)
        decorate_method(x, d, klass, n->tag, name);
    for (struct js_node *d = n->first; d; d = d->next)
        if (d->kind == JS_N_DECORATOR)
            decorate_method(x, d, klass, n->tag, name);
    note_hook(x, n->tag);
}

static void walk_field(struct extract *x, struct js_node *n) {
    struct js_node *name = node_field(n, JS_F_NAME), *value = node_field(n, JS_F_VALUE);
    struct js_node *named = x->named;
    for (struct js_node *d = n->first; d; d = d->next)
        if (d->kind == JS_N_DECORATOR)
            walk_children(x, d);
    x->named = name ? name : node_field(n, JS_F_PROPERTY);
    if (value)
        walk(x, value, USE_ESCAPE);
    x->named = named;
}

static void walk_class(struct extract *x, struct js_node *n, struct js_node *outside) {
    uint32_t klass = n->tag - 1, was = x->klass;
    struct js_node *name = node_field(n, JS_F_NAME), *body = NULL, *before = NULL;
    x->facts->classes.at[klass].guard = x->guard;
    for (struct js_node *d = outside; d; d = d->next)
        if (d->kind == JS_N_DECORATOR)
            decorate_class(x, d, klass, name);
    for (struct js_node *c = n->first; c; c = c->next) {
        if (c->kind == JS_N_DECORATOR)
            decorate_class(x, c, klass, name);
        else if (c->kind == JS_N_CLASS_HERITAGE)
            walk_children(x, c);
        body = c->kind == JS_N_CLASS_BODY ? c : body;
    }
    x->klass = klass;
    for (struct js_node *c = body ? body->first : NULL; c; c = c->next) {
        if (c->kind == JS_N_DECORATOR) {
            before = before ? before : c;
            continue;
        }
        if (c->kind == JS_N_METHOD_DEFINITION && c->tag)
            walk_method(x, c, before, klass);
        else if (c->kind == JS_N_FIELD_DEFINITION || c->kind == JS_N_PUBLIC_FIELD)
            walk_field(x, c);
        else if (c->kind == JS_N_CLASS_STATIC_BLOCK)
            walk_children(x, c);
        before = NULL;
    }
    x->klass = was;
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
    walk(x, condition, USE_READ);
    walk_under(x, then, guard_of(x, condition, false), op);
    if (other)
        walk_under(x, other, guard_of(x, condition, true), op);
    x->guard = was;
}

static void walk_switch(struct extract *x, struct js_node *n) {
    struct js_node *subject = node_field(n, JS_F_VALUE), *body = node_field(n, JS_F_BODY);
    bool falls = false;
    if (subject)
        walk(x, subject, USE_READ);
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
static void walk_statements(struct extract *x, struct js_node *first) {
    uint32_t at_entry = x->guard;
    for (struct js_node *c = first; c; c = c->next) {
        if (c->kind == JS_N_FUNCTION_DECLARATION) {
            walk_under(x, c, at_entry, USE_READ); /* hoisted: may be called before */
            continue;
        }
        walk(x, c, USE_READ);
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
        walk(x, right, USE_ITERATE);
    }
    if (left && n->marks <= 1)
        (void)use_assign(x, n, left, NULL);
    struct js_node *over = x->loop_over;
    x->loop_over = right;
    if (body)
        walk(x, body, USE_READ);
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
    walk(x, value, is_alias && is_path ? USE_READ : USE_ESCAPE);
    x->named = named;
}

static void walk_export(struct extract *x, struct js_node *n) {
    for (struct js_node *c = n->first; c; c = c->next) {
        struct js_node *bare = node_bare(c);
        if (node_is_class(bare) && bare->tag)
            walk_class(x, bare, n->first);
        else if (c->field == JS_F_DECLARATION || c->field == JS_F_VALUE)
            walk(x, c, USE_READ);
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
        walk(x, object, USE_READ);
    if (index)
        walk(x, index, USE_READ);
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
        walk(x, index, USE_READ);
    x->named = left->kind == JS_N_MEMBER ? node_field(left, JS_F_PROPERTY) : left;
    walk(x, right, is_export ? USE_READ : USE_ESCAPE);
    x->named = named;
}

static void walk_binary(struct extract *x, struct js_node *n) {
    struct js_node *left = node_field(n, JS_F_LEFT), *right = node_field(n, JS_F_RIGHT);
    bool is_guard = n->op == JS_T_AND || n->op == JS_T_OR;
    if (!left || !right)
        return;
    walk(x, left, USE_READ);
    bool does = right->kind == JS_N_CALL || right->kind == JS_N_AWAIT || right->kind == JS_N_NEW ||
                right->kind == JS_N_PARENTHESIZED || right->kind == JS_N_BINARY ||
                right->kind == JS_N_ASSIGNMENT || right->kind == JS_N_ARRAY;
    walk_under(x, right, is_guard && does ? guard_of(x, left, n->op == JS_T_OR) : x->guard,
               USE_READ);
}

static void walk_list(struct extract *x, struct js_node *n) {
    for (struct js_node *c = n->first; c; c = c->next)
        walk(x, c, USE_ESCAPE);
}

static void walk_pair(struct extract *x, struct js_node *n) {
    struct js_node *key = node_field(n, JS_F_KEY), *value = node_field(n, JS_F_VALUE);
    struct js_node *named = x->named;
    if (key && key->kind == JS_N_COMPUTED_PROPERTY_NAME)
        walk_children(x, key);
    mark_pair(x, n);
    x->named = key ? key : named;
    if (value)
        walk(x, value, USE_ESCAPE);
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
        walk(x, object, USE_READ);
    else if (node_is_function(callee))
        walk_function(x, callee);
    uint8_t op = call_argument_op(x, n);
    uint32_t was = x->guard;
    x->guard = guard_of_call(x, n);
    for (struct js_node *c = arguments ? arguments->first : NULL; c; c = c->next)
        walk(x, c, op);
    x->guard = was;
}

static void walk_await(struct extract *x, struct js_node *n, uint8_t op) {
    if (n->first)
        walk(x, n->first, op);
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
            walk(x, n->first, USE_READ);
        break;
    case JS_N_UNARY:
        if (n->first && !(n->op == JS_T_DELETE && use_delete(x, n, n->first)))
            walk(x, n->first, USE_READ);
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
            walk(x, n->first, USE_ITERATE);
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
            walk(x, n->first, op);
        break;
    case JS_N_TYPE_ASSERTION:
        for (last = n->first; last && last->next;)
            last = last->next;
        if (last)
            walk(x, last, op);
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
static void walk(struct extract *x, struct js_node *n, uint8_t op) {
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
