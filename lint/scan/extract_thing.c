/* What an expression is by the libraries: `const io = new Server()` and then io.of('/x') are an IO,
 * whatever they are called, through variables, fields, parameters and type annotations. */
#include "lint/scan/extract_in.h"

enum { THING_DEPTH = 10 };

static const struct thing no_thing = {.rows = LIB_NO_ROW};

static struct thing thing_in(struct extract *x, struct js_node *n, int depth);

static struct thing thing_module(struct str module) {
    return (struct thing){.module = module, .rows = lib_module(module)};
}

static struct thing thing_type(uint8_t type) {
    return (struct thing){.type = type, .rows = LIB_NO_ROW};
}

/* What is handed round without an import is known by its usual name. */
static struct thing thing_named(struct str name) {
    return str_eqz(name, "io")    ? thing_type(LIB_TYPE_IO)
           : str_eqz(name, "wss") ? thing_type(LIB_TYPE_WSS)
                                  : no_thing;
}

/* A property of it: of a module a longer path, of an instance by the table. */
static struct thing thing_member(struct extract *x, struct thing t, struct str name) {
    if (t.type) {
        const struct lib_row *row = lib_member(t.type, LIB_PROPERTY, name);
        return thing_type(row ? row->gives : 0);
    }
    if (!t.module.n || str_eqz(name, "default"))
        return t;
    t.path = t.path.n ? arena_fmt(x->arena, "%.*s.%.*s", STR_ARG(t.path), STR_ARG(name)) : name;
    return t;
}

static const struct lib_row *row_of(struct thing t, enum lib_how how) {
    return t.rows == LIB_NO_ROW ? NULL : lib_export(t.rows, how, t.path);
}

static struct thing thing_of_import(struct extract *x, uint32_t index) {
    const struct fact_import *i = &x->facts->imports.at[index];
    struct thing t = thing_module(fact_str(x->facts, i->module));
    struct str name = fact_str(x->facts, i->name);
    return str_eqz(name, "*") || name.n == 0 ? t : thing_member(x, t, name);
}

/* The annotation names an import: `server: Server`, `io: socketio.Server`. */
static struct thing thing_of_type(struct extract *x, const struct js_node *annotation) {
    struct str name = type_name(x, annotation);
    size_t dot = str_index(name, '.');
    const struct binding *b = name.n ? scope_own(x, 0, (struct str){name.p, dot}) : NULL;
    if (!b || b->kind != BIND_IMPORT)
        return no_thing;
    struct thing t = thing_of_import(x, b->index);
    if (dot < name.n)
        t = thing_member(x, t, str_skip(name, dot + 1));
    const struct lib_row *row = row_of(t, LIB_USE);
    return row && row->gives ? thing_type(row->gives) : no_thing;
}

/* The first parameter of io.on('connection', ...) and wss.on('connection', ...). */
static struct thing thing_of_parameter(struct extract *x, const struct binding *b, int depth) {
    const struct fn *fn = &x->fns.at[b->function];
    struct js_node *callee = fn->call ? node_callee(fn->call) : NULL;
    struct str event;
    if (b->path.n)
        return no_thing;
    if (callee && callee->kind == JS_N_MEMBER && b->position == 0 &&
        node_string(x, node_argument(fn->call, 0), &event) &&
        (str_eqz(event, "connection") || str_eqz(event, "connect"))) {
        uint8_t type = thing_in(x, node_field(callee, JS_F_OBJECT), depth + 1).type;
        return thing_type(type == LIB_TYPE_IO    ? LIB_TYPE_IO_SOCKET
                          : type == LIB_TYPE_WSS ? LIB_TYPE_WS
                                                 : 0);
    }
    return thing_named(b->name);
}

static struct thing thing_of_value(struct extract *x, const struct binding *b, int depth) {
    struct thing t = b->type ? thing_of_type(x, b->type) : no_thing;
    if (t.type)
        return t;
    if (b->init || b->later) {
        t = thing_in(x, b->init ? b->init : b->later, depth + 1);
        if (!t.type && !t.module.n && b->init && b->later)
            t = thing_in(x, b->later, depth + 1);
    }
    if (b->path.n && (t.type || t.module.n))
        t = thing_member(x, t, b->path);
    if (!t.type && !t.module.n)
        t = thing_named(b->flags & BIND_SERVER ? STR("io") : b->name);
    return t;
}

static struct thing thing_of_binding(struct extract *x, struct binding *b, int depth) {
    if (b->thing_known == 2)
        return b->thing;
    if (b->thing_known == 1 || b->kind == BIND_FUNCTION || b->kind == BIND_CLASS ||
        b->kind == BIND_METHOD)
        return no_thing;
    uint32_t klass = x->klass;
    b->thing_known = 1;
    x->klass = scope_self(x, b);
    struct thing t = b->kind == BIND_IMPORT ? thing_of_import(x, b->index) : no_thing;
    if (b->kind == BIND_VAR || b->kind == BIND_FIELD)
        t = thing_of_value(x, b, depth);
    else if (b->kind == BIND_PARAM)
        t = b->type ? thing_of_type(x, b->type) : thing_of_parameter(x, b, depth);
    x->klass = klass;
    b->thing = t;
    b->thing_known = 2;
    return t;
}

static struct thing thing_of_member(struct extract *x, struct js_node *n, int depth) {
    struct str name = node_key(x, node_field(n, JS_F_PROPERTY));
    struct binding *member = member_of(x, n);
    if (member)
        return thing_of_binding(x, member, depth + 1);
    struct thing t = thing_in(x, node_field(n, JS_F_OBJECT), depth + 1);
    t = thing_member(x, t, name);
    if (!t.type && !t.module.n)
        return thing_named(name); /* req.io, global.io, app.locals.io */
    return t;
}

static const struct lib_row *row_in(struct extract *x, struct js_node *call, int depth) {
    struct js_node *callee = node_callee(call);
    if (!callee)
        return NULL;
    if (callee->kind == JS_N_MEMBER) {
        uint8_t type = thing_in(x, node_field(callee, JS_F_OBJECT), depth + 1).type;
        if (type)
            return lib_member(type, LIB_METHOD, node_key(x, node_field(callee, JS_F_PROPERTY)));
    }
    return row_of(thing_in(x, callee, depth + 1), LIB_USE);
}

static struct thing thing_of_call(struct extract *x, struct js_node *n, int depth) {
    struct str text;
    struct js_node *callee = node_callee(n);
    if (require_module(x, n, &text))
        return thing_module(text);
    const struct lib_row *row = row_in(x, n, depth);
    if (row)
        return thing_type(row->gives);
    bool is_get = callee && callee->kind == JS_N_MEMBER &&
                  node_is(x, node_field(callee, JS_F_PROPERTY), "get") &&
                  node_string(x, node_argument(n, 0), &text);
    return is_get ? thing_named(text) : no_thing;
}

static struct thing thing_in(struct extract *x, struct js_node *n, int depth) {
    n = node_settled(n);
    if (!n || depth > THING_DEPTH)
        return no_thing;
    struct binding *b;
    struct thing t;
    switch (n->kind) {
    case JS_N_IDENTIFIER:
    case JS_N_SHORTHAND_PROPERTY_IDENTIFIER:
        b = binding_of(x, n);
        return b ? thing_of_binding(x, b, depth) : thing_named(node_text(x, n));
    case JS_N_MEMBER:
        return thing_of_member(x, n, depth);
    case JS_N_CALL:
    case JS_N_NEW:
        return thing_of_call(x, n, depth);
    case JS_N_BINARY:
        t = thing_in(x, node_field(n, JS_F_LEFT), depth + 1);
        return t.type || t.module.n ? t : thing_in(x, node_field(n, JS_F_RIGHT), depth + 1);
    case JS_N_ASSIGNMENT:
        return thing_in(x, node_field(n, JS_F_RIGHT), depth + 1);
    case JS_N_TERNARY:
        return thing_in(x, node_field(n, JS_F_CONSEQUENCE), depth + 1);
    default:
        return no_thing;
    }
}

struct thing thing_of(struct extract *x, struct js_node *n) {
    return thing_in(x, n, 0);
}

const struct lib_row *row_of_call(struct extract *x, struct js_node *call) {
    return row_in(x, call, 0);
}

/* ---- functions and options ----------------------------------------------------------------- */

uint32_t function_of(struct extract *x, struct js_node *n) {
    n = node_bare(n);
    if (!n)
        return FACT_NONE;
    if (node_is_function(n))
        return n->tag ? n->tag : FACT_NONE;
    if (n->kind == JS_N_CALL) { /* this.run.bind(this) */
        struct js_node *callee = node_callee(n);
        bool is_bind = callee && callee->kind == JS_N_MEMBER &&
                       node_is(x, node_field(callee, JS_F_PROPERTY), "bind");
        return is_bind ? function_of(x, node_field(callee, JS_F_OBJECT)) : FACT_NONE;
    }
    const struct binding *b = n->kind == JS_N_MEMBER ? member_of(x, n) : binding_of(x, n);
    if (b && (b->kind == BIND_FUNCTION || b->kind == BIND_METHOD))
        return b->index;
    if (n->kind == JS_N_MEMBER) { /* api.f of const api = {f() {}} */
        const struct binding *o = binding_of(x, node_bare(node_field(n, JS_F_OBJECT)));
        struct js_node *value =
            o && o->kind == BIND_VAR && !o->path.n && o->init && o->init->kind == JS_N_OBJECT
                ? option_of(x, o->init,
                            arena_cstr(x->arena, node_key(x, node_field(n, JS_F_PROPERTY))))
                : NULL;
        return value && value != n && value->kind != JS_N_MEMBER ? function_of(x, value)
                                                                 : FACT_NONE;
    }
    return FACT_NONE;
}

static struct js_node *option_grown(struct extract *x, uint32_t binding, const char *key) {
    for (size_t i = 0; i < x->grown.n; i++)
        if (x->grown.at[i].binding == binding && str_eqz(x->grown.at[i].name, key))
            return node_bare(x->grown.at[i].value);
    return NULL;
}

static struct js_node *option_in(struct extract *x, struct js_node *n, const char *key, int depth) {
    n = node_bare(n);
    if (!n || depth > 4)
        return NULL;
    if (n->kind == JS_N_IDENTIFIER) {
        const struct binding *b = binding_of(x, n);
        if (!b || b->kind != BIND_VAR || b->path.n)
            return NULL;
        struct js_node *grown =
            b->flags & BIND_GROWN ? option_grown(x, (uint32_t)(b - x->bindings.at), key) : NULL;
        return grown ? grown : option_in(x, b->init, key, depth + 1);
    }
    if (n->kind != JS_N_OBJECT)
        return NULL;
    struct js_node *found = NULL;
    for (struct js_node *c = n->first; c; c = c->next) {
        struct js_node *name = c->kind == JS_N_PAIR                ? node_field(c, JS_F_KEY)
                               : c->kind == JS_N_METHOD_DEFINITION ? node_field(c, JS_F_NAME)
                                                                   : c;
        if (c->kind == JS_N_SPREAD_ELEMENT)
            found = found ? found : option_in(x, c->first, key, depth + 1);
        else if (str_eqz(node_key(x, name), key))
            found = c->kind == JS_N_PAIR ? node_bare(node_field(c, JS_F_VALUE)) : c;
    }
    return found;
}

struct js_node *option_of(struct extract *x, struct js_node *options, const char *key) {
    return option_in(x, options, key, 0);
}
