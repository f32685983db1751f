/* Functions and classes on the first pass: their scopes, parameters, fields and methods. */
#include "lint/scan/extract_in.h"

static void declare_children(struct extract *x, struct js_node *n, struct where p) {
    for (struct js_node *c = n->first; c; c = c->next)
        declare_node(x, c, p);
}

void bind_index(struct extract *x, uint32_t scope, struct js_node *name, uint8_t kind,
                uint32_t index) {
    struct binding *b = scope_bind(x, scope, node_text(x, name), kind);
    b->kind = kind;
    b->at = name;
    b->index = index;
    b->flags |= BIND_CONST;
}

/* ---- functions ----------------------------------------------------------------------------- */

static uint16_t function_flags(const struct extract *x, const struct js_node *n,
                               const struct js_node *name, uint8_t kind) {
    uint16_t flags = 0;
    if (js_node_marked(n, JS_T_ASYNC))
        flags |= FN_ASYNC;
    if (js_node_marked(n, JS_T_STATIC))
        flags |= FN_STATIC;
    if (kind == FN_METHOD && node_is(x, name, "constructor"))
        flags |= FN_CONSTRUCTOR;
    return flags;
}

static uint32_t function_new(struct extract *x, struct js_node *n, struct where p, uint8_t kind,
                             struct js_node *name) {
    uint32_t index = FACT_PUSH(x, functions);
    struct fact_function *f = &x->facts->functions.at[index];
    struct js_node *body = node_field(n, JS_F_BODY);
    if (name)
        f->name = fact_put(x, node_text(x, name));
    f->span = node_span(n);
    f->head =
        name ? node_span(name)
             : (struct fact_span){n->begin, body && body->begin > n->begin ? body->begin : n->end};
    f->outer = p.function;
    f->klass = kind == FN_METHOD ? p.klass : FACT_NONE;
    f->guard = f->body_guard = FACT_NONE;
    f->kind = kind;
    f->flags = function_flags(x, n, name, kind);
    bool keeps_this = n->kind == JS_N_ARROW_FUNCTION || kind == FN_METHOD;
    struct fn fn = {.node = n,
                    .body = body,
                    .scope = scope_new(x, p.scope, index, true),
                    .self = keeps_this ? p.klass : FACT_NONE,
                    .object = keeps_this ? p.object : NULL};
    VEC_PUSH(x->arena, &x->fns, fn);
    n->tag = index;
    return index;
}

/* `constructor(private readonly redis: Redis)` makes a field too. */
static void declare_given(struct extract *x, struct js_node *parameter, struct js_node *pattern,
                          struct where p) {
    if (p.klass == FACT_NONE || pattern->kind != JS_N_IDENTIFIER)
        return;
    struct str head = {x->tree->text.p + parameter->begin, pattern->begin - parameter->begin};
    for (const struct js_node *d = parameter->first; d && d->kind == JS_N_DECORATOR; d = d->next)
        head = (struct str){x->tree->text.p + d->end, pattern->begin - d->end};
    if (!text_has(head, "private") && !text_has(head, "public") && !text_has(head, "protected") &&
        !text_has(head, "readonly"))
        return;
    struct binding *b =
        scope_bind(x, x->classes.at[p.klass].members, node_text(x, pattern), BIND_FIELD);
    b->at = pattern;
    b->type = node_field(parameter, JS_F_TYPE);
    b->flags |= BIND_GIVEN;
}

static void declare_parameters(struct extract *x, struct js_node *n, struct where p,
                               uint32_t klass) {
    uint16_t position = 0;
    for (struct js_node *c = n->first; c; c = c->next, position++) {
        struct pattern how = {.kind = BIND_PARAM, .position = position};
        struct js_node *pattern = c;
        if (c->kind == JS_N_REQUIRED_PARAMETER || c->kind == JS_N_OPTIONAL_PARAMETER) {
            pattern = node_field(c, JS_F_PATTERN);
            how.type = node_field(c, JS_F_TYPE);
            how.fallback = node_field(c, JS_F_VALUE);
            if (how.fallback)
                declare_node(x, how.fallback, p);
            for (struct js_node *d = c->first; d; d = d->next)
                if (d->kind == JS_N_DECORATOR)
                    declare_node(x, d, p);
            if (pattern)
                declare_given(x, c, pattern, (struct where){p.scope, p.function, klass, NULL});
        }
        declare_pattern(x, pattern, p, how);
    }
}

/* The name is bound by the caller where that is outside of the function. */
uint32_t declare_function(struct extract *x, struct js_node *n, struct where p, uint8_t kind,
                          struct js_node *name) {
    uint32_t index = function_new(x, n, p, kind, name);
    struct fn fn = x->fns.at[index];
    struct where in = {fn.scope, index, fn.self, fn.object};
    bool is_constructor = x->facts->functions.at[index].flags & FN_CONSTRUCTOR;
    struct js_node *own = node_field(n, JS_F_NAME);
    if (own && n->kind == JS_N_FUNCTION_EXPRESSION)
        bind_index(x, fn.scope, own, BIND_FUNCTION, index);
    for (struct js_node *c = n->first; c; c = c->next) {
        if (c->kind == JS_N_FORMAL_PARAMETERS) {
            declare_parameters(x, c, in, is_constructor ? p.klass : FACT_NONE);
        } else if (c->field == JS_F_PARAMETER) {
            declare_pattern(x, c, in, (struct pattern){.kind = BIND_PARAM});
        } else if (c->field == JS_F_BODY && c->kind == JS_N_STATEMENT_BLOCK) {
            declare_children(x, c, in); /* its names are the function's */
        } else if (c->field == JS_F_BODY) {
            struct js_node *bare = node_bare(c);
            if (node_is_function(bare) || node_is_class(bare))
                (void)declare_value(x, bare, in, FN_OTHER, NULL);
            else
                declare_node(x, c, in);
        } else if (c->kind == JS_N_DECORATOR || c->kind == JS_N_COMPUTED_PROPERTY_NAME) {
            declare_node(x, c, p);
        }
    }
    return index;
}

/* ---- classes ------------------------------------------------------------------------------- */

static struct str class_extends(const struct extract *x, struct js_node *n) {
    for (struct js_node *c = n->first; c; c = c->next) {
        if (c->kind != JS_N_CLASS_HERITAGE || !c->first)
            continue;
        struct js_node *base = c->first;
        if (base->kind == JS_N_OTHER && base->first && node_text(x, base).p[0] == 'e')
            base = base->first;
        return node_path(x, base);
    }
    return (struct str){NULL, 0};
}

static void declare_field(struct extract *x, struct js_node *n, struct where p) {
    struct js_node *name = node_field(n, JS_F_NAME), *value = node_field(n, JS_F_VALUE);
    name = name ? name : node_field(n, JS_F_PROPERTY);
    struct js_node *bare = node_bare(value);
    struct str key = node_key(x, name);
    uint32_t members = x->classes.at[p.klass].members;
    for (struct js_node *c = n->first; c; c = c->next)
        if (c->kind == JS_N_DECORATOR)
            declare_node(x, c, p);
    if (node_is_function(bare)) {
        struct where in = p;
        uint32_t index = declare_function(x, bare, in, FN_METHOD, name);
        struct binding *b = scope_bind(x, members, key, BIND_METHOD);
        b->at = name;
        b->index = index;
        return;
    }
    struct binding *b = scope_bind(x, members, key, BIND_FIELD);
    b->at = name;
    b->init = bare;
    b->type = node_field(n, JS_F_TYPE);
    b->flags |= js_node_marked(n, JS_T_STATIC) ? BIND_STATIC : 0;
    for (struct js_node *d = n->first; d; d = d->next)
        if (d->kind == JS_N_DECORATOR)
            b->flags |= str_starts(node_text(x, d), STR("@WebSocketServer"))
                            ? BIND_DECORATED | BIND_SERVER
                            : BIND_DECORATED;
    if (value)
        declare_node(x, value, p);
}

static void declare_member(struct extract *x, struct js_node *n, struct where p) {
    struct js_node *name = node_field(n, JS_F_NAME);
    if (n->kind == JS_N_METHOD_DEFINITION && name) {
        uint32_t index = declare_function(x, n, p, FN_METHOD, name);
        struct binding *b =
            scope_bind(x, x->classes.at[p.klass].members, node_key(x, name), BIND_METHOD);
        b->at = name;
        b->index = index;
        b->flags |= js_node_marked(n, JS_T_GET) ? BIND_GETTER : 0;
    } else if (n->kind == JS_N_FIELD_DEFINITION || n->kind == JS_N_PUBLIC_FIELD) {
        declare_field(x, n, p);
    } else if (n->kind == JS_N_DECORATOR || n->kind == JS_N_CLASS_STATIC_BLOCK) {
        declare_children(x, n, p);
    }
}

uint32_t declare_class(struct extract *x, struct js_node *n, struct where p, struct js_node *name) {
    uint32_t index = FACT_PUSH(x, classes);
    struct fact_class *k = &x->facts->classes.at[index];
    k->name = fact_put(x, name ? node_text(x, name) : (struct str){NULL, 0});
    k->extends = fact_put(x, class_extends(x, n));
    k->span = name ? node_span(name) : (struct fact_span){n->begin, n->begin + 5};
    k->guard = FACT_NONE;
    struct klass klass = {.node = n,
                          .scope = scope_new(x, p.scope, p.function, false),
                          .members = scope_new(x, FACT_NONE, p.function, false)};
    VEC_PUSH(x->arena, &x->classes, klass);
    x->scopes.at[klass.members].klass = index;
    n->tag = index + 1;
    if (name)
        bind_index(x, name->field == JS_F_NAME && n->kind != JS_N_CLASS ? p.scope : klass.scope,
                   name, BIND_CLASS, index);
    struct where in = {klass.scope, p.function, index, NULL};
    for (struct js_node *c = n->first; c; c = c->next) {
        if (c->kind == JS_N_CLASS_BODY)
            for (struct js_node *m = c->first; m; m = m->next)
                declare_member(x, m, in);
        else if (c->kind == JS_N_DECORATOR || c->kind == JS_N_CLASS_HERITAGE)
            declare_node(x, c, p);
    }
    return index;
}
