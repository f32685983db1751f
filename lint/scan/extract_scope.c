/* Names to declarations: a hash table of (scope, name), climbed outwards. */
#include "lint/scan/extract_in.h"
#include "schema/base/hash.h"

uint32_t scope_new(struct extract *x, uint32_t parent, uint32_t function, bool is_function) {
    struct scope s = {parent, function, FACT_NONE, is_function};
    VEC_PUSH(x->arena, &x->scopes, s);
    return (uint32_t)x->scopes.n - 1;
}

static size_t slot_of(const struct extract *x, uint32_t scope, struct str name) {
    uint64_t h = hash_bytes(name.p, name.n) ^ ((uint64_t)scope * 0x9e3779b97f4a7c15u);
    size_t at = (size_t)(h ^ (h >> 29)) & (x->table_cap - 1);
    while (x->table[at]) {
        const struct binding *b = &x->bindings.at[x->table[at] - 1];
        if (b->scope == scope && str_eq(b->name, name))
            break;
        at = (at + 1) & (x->table_cap - 1);
    }
    return at;
}

static void grow_table(struct extract *x) {
    x->table_cap = x->table_cap ? x->table_cap * 2 : 256;
    x->table = arena_array(x->arena, uint32_t, x->table_cap);
    for (size_t i = 0; i < x->bindings.n; i++)
        x->table[slot_of(x, x->bindings.at[i].scope, x->bindings.at[i].name)] = (uint32_t)i + 1;
}

struct binding *scope_own(struct extract *x, uint32_t scope, struct str name) {
    uint32_t found = x->table_cap ? x->table[slot_of(x, scope, name)] : 0;
    return found ? &x->bindings.at[found - 1] : NULL;
}

struct binding *scope_bind(struct extract *x, uint32_t scope, struct str name, uint8_t kind) {
    if ((x->bindings.n + 1) * 2 > x->table_cap)
        grow_table(x);
    size_t at = slot_of(x, scope, name);
    if (x->table[at])
        return &x->bindings.at[x->table[at] - 1];
    struct binding b = {.name = name,
                        .scope = scope,
                        .function = x->scopes.at[scope].function,
                        .index = FACT_NONE,
                        .kind = kind};
    VEC_PUSH(x->arena, &x->bindings, b);
    x->table[at] = (uint32_t)x->bindings.n;
    return &x->bindings.at[x->bindings.n - 1];
}

struct binding *scope_find(struct extract *x, uint32_t scope, struct str name) {
    for (; scope != FACT_NONE; scope = x->scopes.at[scope].parent) {
        struct binding *b = scope_own(x, scope, name);
        if (b)
            return b;
    }
    return NULL;
}

uint32_t scope_self(const struct extract *x, const struct binding *b) {
    return b->kind == BIND_FIELD ? x->scopes.at[b->scope].klass : x->fns.at[b->function].self;
}

struct binding *binding_of(const struct extract *x, const struct js_node *n) {
    bool is_name = n && (n->kind == JS_N_IDENTIFIER || n->kind == JS_N_SHORTHAND_PATTERN ||
                         n->kind == JS_N_SHORTHAND_PROPERTY_IDENTIFIER);
    return is_name && n->tag ? &x->bindings.at[n->tag - 1] : NULL;
}

bool node_is_global(const struct extract *x, const struct js_node *n, const char *name) {
    return n && n->kind == JS_N_IDENTIFIER && n->tag == 0 && node_is(x, n, name);
}

/* ---- resolve ------------------------------------------------------------------------------- */

static void note_assigned(struct extract *x, struct js_node *left, struct js_node *value) {
    left = node_bare(left);
    struct binding *b = binding_of(x, left);
    if (b) {
        b->flags |= BIND_ASSIGNED;
        b->later = b->later ? b->later : node_bare(value);
    }
    if (!left || left->kind != JS_N_MEMBER)
        return;
    b = binding_of(x, node_bare(node_field(left, JS_F_OBJECT)));
    if (!b)
        return;
    b->flags |= BIND_GROWN;
    struct grown g = {(uint32_t)(b - x->bindings.at), node_key(x, node_field(left, JS_F_PROPERTY)),
                      value};
    VEC_PUSH(x->arena, &x->grown, g);
}

/* A function that has run before its caller goes on: what it uses of it is no closure. */
static bool is_at_once(const struct extract *x, uint32_t function) {
    static const char *const names[] = {"forEach",   "map",     "filter",  "reduce",
                                        "some",      "every",   "find",    "sort",
                                        "findIndex", "flatMap", "replace", "Promise"};
    struct js_node *call = x->fns.at[function].call;
    struct js_node *callee = call ? node_callee(call) : NULL;
    struct js_node *name =
        callee && callee->kind == JS_N_MEMBER ? node_field(callee, JS_F_PROPERTY) : callee;
    for (size_t i = 0; name && i < ARRAY_LEN(names); i++)
        if (node_is(x, name, names[i]))
            return true;
    return x->facts->functions.at[function].kind == FN_INLINE;
}

static bool is_captured(const struct extract *x, const struct binding *b, uint32_t function) {
    while (function != b->function && function != FACT_NONE && is_at_once(x, function))
        function = x->facts->functions.at[function].outer;
    return function != b->function;
}

static void resolve_name(struct extract *x, struct js_node *n, uint32_t scope) {
    struct binding *b = scope_find(x, scope, node_text(x, n));
    if (!b)
        b = scope_own(x, x->globals, node_text(x, n)); /* global.users, and then just users */
    if (!b)
        return;
    n->tag = (uint32_t)(b - x->bindings.at) + 1;
    if (!(b->flags & BIND_CAPTURED) && is_captured(x, b, x->scopes.at[scope].function))
        b->flags |= BIND_CAPTURED;
}

static void resolve(struct extract *x, struct js_node *n, uint32_t scope) {
    switch (n->kind) {
    case JS_N_IDENTIFIER:
    case JS_N_SHORTHAND_PATTERN:
    case JS_N_SHORTHAND_PROPERTY_IDENTIFIER:
        resolve_name(x, n, scope);
        return;
    case JS_N_STATEMENT_BLOCK:
    case JS_N_SWITCH_BODY:
    case JS_N_FOR_STATEMENT:
    case JS_N_FOR_IN_STATEMENT:
    case JS_N_CATCH_CLAUSE:
        if (n->tag)
            scope = n->tag - 1;
        break;
    default:
        if (node_is_function(n) && n->tag)
            scope = x->fns.at[n->tag].scope;
        else if (node_is_class(n) && n->tag)
            scope = x->classes.at[n->tag - 1].scope;
        break;
    }
    for (struct js_node *c = n->first; c; c = c->next)
        resolve(x, c, scope);
    if (n->kind == JS_N_ASSIGNMENT || n->kind == JS_N_AUGMENTED)
        note_assigned(x, node_field(n, JS_F_LEFT), node_field(n, JS_F_RIGHT));
    else if (n->kind == JS_N_UPDATE)
        note_assigned(x, n->first, NULL);
}

void extract_resolve(struct extract *x, struct js_node *root) {
    resolve(x, root, 0);
}
