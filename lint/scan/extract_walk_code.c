/* Functions and classes on the third pass: what they are given to, what guards their bodies, what
 * their decorators say. */
#include "lint/scan/extract_in.h"

static void walk_children(struct extract *x, struct js_node *n) {
    for (struct js_node *c = n->first; c; c = c->next)
        walk_node(x, c, USE_READ);
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
            walk_node(x, c, USE_READ);
        else if (c->kind != JS_N_IDENTIFIER && c->kind != JS_N_DECORATOR)
            walk_parameters(x, c);
    }
}

void walk_function(struct extract *x, struct js_node *n) {
    uint32_t function = x->function, guard = x->guard, klass = x->klass;
    struct js_node *named = x->named;
    if (!n->tag)
        return; /* in a pattern of wrong syntax, where nothing was declared */
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
        walk_node(x, fn->body, USE_ESCAPE);
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
        walk_node(x, value, USE_ESCAPE);
    x->named = named;
}

void walk_class(struct extract *x, struct js_node *n, struct js_node *outside) {
    uint32_t klass = n->tag - 1, was = x->klass;
    struct js_node *name = node_field(n, JS_F_NAME), *body = NULL, *before = NULL;
    x->facts->classes.at[klass].guard = x->guard;
    for (struct js_node *d = outside; d; d = d->next)
        if (d->kind == JS_N_DECORATOR)
            decorate_class(x, d, klass, name);
    for (struct js_node *c = n->first; c; c = c->next) {
        if (c->kind == JS_N_DECORATOR)
            decorate_class(x, c, klass, name);
        else if (c->kind == JS_N_CLASS_HERITAGE && c->first) {
            mark_base(x, c->first->kind == JS_N_OTHER ? c->first->first : c->first);
            walk_children(x, c);
        }
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
