/* First pass: which names there are, and where each holds. */
#include "lint/scan/extract_in.h"

static void declare_children(struct extract *x, struct js_node *n, struct where p) {
    for (struct js_node *c = n->first; c; c = c->next)
        declare_node(x, c, p);
}

/* ---- names --------------------------------------------------------------------------------- */

static void bind_name(struct extract *x, struct js_node *n, struct where p, struct pattern how) {
    uint32_t scope = p.scope;
    bool is_var = how.kind == BIND_VAR && !how.is_block;
    for (; is_var && !x->scopes.at[scope].is_function; scope = x->scopes.at[scope].parent)
        continue;
    struct binding *b = scope_bind(x, scope, node_text(x, n), how.kind);
    if (b->at && (!how.init || b->kind != BIND_VAR))
        return;
    b->kind = how.kind;
    b->at = n;
    b->init = how.init;
    b->fallback = how.fallback;
    b->type = how.type;
    b->path = how.path;
    b->position = how.position;
    b->flags |= how.flags;
    if (how.init && how.init->kind == JS_N_OBJECT && !how.path.n)
        how.init->tag = (uint32_t)(b - x->bindings.at) + 1;
}

/* A pattern in a pattern: nothing is known of the value any more. */
static struct pattern unknown(struct pattern how) {
    how.init = how.fallback = how.type = NULL;
    return how;
}

static void declare_property(struct extract *x, struct js_node *c, struct where p,
                             struct pattern how) {
    struct pattern one = how.path.n ? unknown(how) : how;
    one.type = NULL;
    if (c->kind == JS_N_SHORTHAND_PATTERN) {
        one.path = node_text(x, c);
        bind_name(x, c, p, one);
    } else if (c->kind == JS_N_PAIR_PATTERN) {
        one.path = node_key(x, node_field(c, JS_F_KEY));
        declare_pattern(x, node_field(c, JS_F_VALUE), p, one);
    } else if (c->kind == JS_N_OBJECT_ASSIGNMENT_PATTERN && c->first) {
        one.path = node_text(x, c->first);
        one.fallback = node_field(c, JS_F_RIGHT);
        declare_pattern(x, c->first, p, one);
        if (one.fallback)
            declare_node(x, one.fallback, p);
    } else {
        declare_pattern(x, c, p, unknown(how));
    }
}

void declare_pattern(struct extract *x, struct js_node *n, struct where p, struct pattern how) {
    if (!n)
        return;
    switch (n->kind) {
    case JS_N_IDENTIFIER:
    case JS_N_SHORTHAND_PATTERN:
        bind_name(x, n, p, how);
        break;
    case JS_N_OBJECT_PATTERN:
        for (struct js_node *c = n->first; c; c = c->next)
            declare_property(x, c, p, how);
        break;
    case JS_N_ASSIGNMENT_PATTERN:
        how.fallback = node_field(n, JS_F_RIGHT);
        declare_pattern(x, node_field(n, JS_F_LEFT), p, how);
        if (how.fallback)
            declare_node(x, how.fallback, p);
        break;
    case JS_N_ARRAY_PATTERN:
    case JS_N_REST_PATTERN:
        for (struct js_node *c = n->first; c; c = c->next)
            declare_pattern(x, c, p, unknown(how));
        break;
    default:
        break;
    }
}

static void declare_declarator(struct extract *x, struct js_node *n, struct where p, uint16_t flags,
                               bool is_block) {
    struct js_node *name = node_field(n, JS_F_NAME), *value = node_field(n, JS_F_VALUE);
    struct js_node *bare = node_bare(value);
    if (!name)
        return;
    if (name->kind == JS_N_IDENTIFIER && (node_is_function(bare) || node_is_class(bare))) {
        uint32_t index = declare_value(x, bare, p, FN_DECLARED, name);
        if (node_is_class(bare))
            bind_index(x, p.scope, name, BIND_CLASS, index);
        return;
    }
    if (!value || !declare_require(x, name, value, p)) {
        struct pattern how = {.init = bare,
                              .type = node_field(n, JS_F_TYPE),
                              .kind = BIND_VAR,
                              .flags = flags,
                              .is_block = is_block};
        declare_pattern(x, name, p, how);
    }
    if (value)
        declare_node(x, value, p);
}

static void declare_variables(struct extract *x, struct js_node *n, struct where p) {
    bool is_const = js_node_marked(n, JS_T_CONST);
    for (struct js_node *c = n->first; c; c = c->next)
        if (c->kind == JS_N_VARIABLE_DECLARATOR)
            declare_declarator(x, c, p, is_const ? BIND_CONST : 0,
                               n->kind == JS_N_LEXICAL_DECLARATION);
}

/* ---- the rest ------------------------------------------------------------------------------ */

uint32_t declare_value(struct extract *x, struct js_node *n, struct where p, uint8_t kind,
                       struct js_node *name) {
    struct js_node *bare = node_bare(n), *own = node_field(bare, JS_F_NAME);
    uint32_t index = FACT_NONE;
    if (node_is_class(bare)) {
        index = declare_class(x, bare, p, own ? own : name);
    } else if (node_is_function(bare)) {
        index = declare_function(x, bare, p, kind, name ? name : own);
        if (kind == FN_DECLARED && name && name->field == JS_F_NAME)
            bind_index(x, p.scope, name, BIND_FUNCTION, index);
    } else {
        declare_node(x, n, p);
    }
    return index;
}

/* `this.clients = new Map()` in a method declares a field. */
static void declare_this_field(struct extract *x, struct js_node *left, struct js_node *right,
                               struct where p) {
    struct js_node *object = node_bare(node_field(left, JS_F_OBJECT));
    struct js_node *name = node_field(left, JS_F_PROPERTY);
    if (p.klass == FACT_NONE || !object || object->kind != JS_N_THIS || !name)
        return;
    struct binding *b =
        scope_bind(x, x->classes.at[p.klass].members, node_text(x, name), BIND_FIELD);
    if (b->kind != BIND_FIELD)
        return;
    b->at = b->at ? b->at : name;
    bool in_constructor = x->facts->functions.at[p.function].flags & FN_CONSTRUCTOR;
    if (!b->init && !(b->flags & BIND_GIVEN) && (in_constructor || !b->type))
        b->init = node_bare(right);
}

/* `global.users = new Map()`, `exports.users = {}` declare a state as well. */
static void declare_shared(struct extract *x, struct js_node *left, struct js_node *right) {
    uint32_t scope = shared_scope(x, left);
    struct js_node *name = node_field(left, JS_F_PROPERTY), *bare = node_bare(right);
    if (scope == FACT_NONE || !name || node_is_function(bare) || node_is_class(bare))
        return;
    struct binding *b = scope_bind(x, scope, node_text(x, name), BIND_FIELD);
    b->init = b->at ? b->init : bare;
    b->at = b->at ? b->at : name;
}

static void declare_assignment(struct extract *x, struct js_node *n, struct where p) {
    struct js_node *left = node_bare(node_field(n, JS_F_LEFT));
    struct js_node *right = node_field(n, JS_F_RIGHT), *bare = node_bare(right);
    if (!left || !right)
        return;
    if (left->kind == JS_N_MEMBER) {
        declare_this_field(x, left, right, p);
        declare_shared(x, left, right);
    }
    declare_node(x, left, p);
    if (!node_is_function(bare) && !node_is_class(bare)) {
        declare_node(x, right, p);
        return;
    }
    struct js_node *name = left->kind == JS_N_MEMBER ? node_field(left, JS_F_PROPERTY) : left;
    struct str path = node_path(x, left);
    if (name && (name->kind == JS_N_SUBSCRIPT || str_eqz(path, "module.exports")))
        name = NULL;
    (void)declare_value(x, bare, p, FN_DECLARED, name);
}

static void declare_call(struct extract *x, struct js_node *n, struct where p) {
    struct js_node *callee = node_callee(n);
    struct js_node *arguments = node_field(n, JS_F_ARGUMENTS);
    struct js_node *object =
        callee && callee->kind == JS_N_MEMBER ? node_bare(node_field(callee, JS_F_OBJECT)) : NULL;
    declare_require_call(x, n, p);
    if (node_is_function(callee))
        (void)declare_value(x, callee, p, FN_INLINE, NULL);
    else if (node_is_function(object)) /* (function () {}).call(this) */
        (void)declare_value(x, object, p, FN_INLINE, NULL);
    else if (callee)
        declare_node(x, callee, p);
    uint16_t position = 0;
    for (struct js_node *c = arguments ? arguments->first : NULL; c; c = c->next, position++) {
        struct js_node *bare = node_bare(c);
        (void)declare_value(x, c, p, FN_CALLBACK, NULL);
        if (node_is_function(bare)) {
            x->fns.at[bare->tag].call = n;
            x->fns.at[bare->tag].position = position;
        }
    }
}

static void declare_object(struct extract *x, struct js_node *n, struct where p) {
    struct where in = p;
    in.object = n;
    in.klass = FACT_NONE;
    for (struct js_node *c = n->first; c; c = c->next) {
        struct js_node *value = c->kind == JS_N_PAIR ? node_bare(node_field(c, JS_F_VALUE)) : c;
        bool is_method = node_is_function(value);
        if (is_method && value->kind != JS_N_ARROW_FUNCTION)
            (void)declare_value(x, value, in, FN_METHOD,
                                node_field(c, c->kind == JS_N_PAIR ? JS_F_KEY : JS_F_NAME));
        else if (is_method)
            (void)declare_value(x, value, p, FN_METHOD, node_field(c, JS_F_KEY));
        else
            declare_node(x, c, p);
        if (is_method)
            x->facts->functions.at[value->tag].klass = FACT_NONE;
    }
}

/* Whether names of its own stand in a block. */
static bool has_names(const struct js_node *n) {
    for (const struct js_node *c = n->first; c; c = c->next) {
        if (c->kind == JS_N_LEXICAL_DECLARATION || c->kind == JS_N_FUNCTION_DECLARATION ||
            c->kind == JS_N_ENUM_DECLARATION || node_is_class(c) ||
            c->kind == JS_N_GENERATOR_FUNCTION_DECLARATION)
            return true;
        bool is_case = c->kind == JS_N_SWITCH_CASE || c->kind == JS_N_SWITCH_DEFAULT;
        if (is_case && has_names(c))
            return true;
    }
    return false;
}

static void declare_block(struct extract *x, struct js_node *n, struct where p) {
    bool is_loop = n->kind == JS_N_FOR_IN_STATEMENT || n->kind == JS_N_CATCH_CLAUSE;
    struct js_node *name = node_field(n, n->kind == JS_N_CATCH_CLAUSE ? JS_F_PARAMETER : JS_F_LEFT);
    bool declares = is_loop && name && (n->kind == JS_N_CATCH_CLAUSE || n->marks > 1);
    if (declares || has_names(n)) {
        p.scope = scope_new(x, p.scope, p.function, false);
        n->tag = p.scope + 1;
    }
    if (declares) {
        declare_pattern(
            x, name, p,
            (struct pattern){.kind = BIND_VAR, .is_block = !js_node_marked(n, JS_T_VAR)});
    }
    declare_children(x, n, p);
}

static void declare_named(struct extract *x, struct js_node *n, struct where p) {
    struct js_node *name = node_field(n, JS_F_NAME);
    if (name && n->kind == JS_N_ENUM_DECLARATION)
        scope_bind(x, p.scope, node_text(x, name), BIND_VAR)->flags |= BIND_CONST;
    else
        (void)declare_value(x, n, p, node_is_class(n) || name ? FN_DECLARED : FN_OTHER, name);
}

void declare_node(struct extract *x, struct js_node *n, struct where p) {
    switch (n->kind) {
    case JS_N_VARIABLE_DECLARATION:
    case JS_N_LEXICAL_DECLARATION:
        declare_variables(x, n, p);
        break;
    case JS_N_FUNCTION_DECLARATION:
    case JS_N_GENERATOR_FUNCTION_DECLARATION:
    case JS_N_CLASS_DECLARATION:
    case JS_N_ABSTRACT_CLASS:
    case JS_N_ENUM_DECLARATION:
        declare_named(x, n, p);
        break;
    case JS_N_FUNCTION_EXPRESSION:
    case JS_N_ARROW_FUNCTION:
    case JS_N_GENERATOR_FUNCTION:
    case JS_N_METHOD_DEFINITION:
    case JS_N_CLASS:
        (void)declare_value(x, n, p, FN_OTHER, NULL);
        break;
    case JS_N_IMPORT_STATEMENT:
        declare_import(x, n, p);
        break;
    case JS_N_EXPORT_STATEMENT:
        declare_export(x, n, p);
        break;
    case JS_N_CALL:
    case JS_N_NEW:
        declare_call(x, n, p);
        break;
    case JS_N_ASSIGNMENT:
        declare_assignment(x, n, p);
        break;
    case JS_N_OBJECT:
        declare_object(x, n, p);
        break;
    case JS_N_STATEMENT_BLOCK:
    case JS_N_SWITCH_BODY:
    case JS_N_FOR_STATEMENT:
    case JS_N_FOR_IN_STATEMENT:
    case JS_N_CATCH_CLAUSE:
        declare_block(x, n, p);
        break;
    default:
        declare_children(x, n, p);
        break;
    }
}

/* functions[0] is the module; its names are scope 0's. */
void extract_declare(struct extract *x, struct js_node *root) {
    uint32_t scope = scope_new(x, FACT_NONE, 0, true);
    uint32_t index = FACT_PUSH(x, functions);
    struct fact_function *f = &x->facts->functions.at[index];
    f->span = node_span(root);
    f->outer = f->klass = f->guard = f->body_guard = FACT_NONE;
    f->kind = FN_MODULE;
    struct fn fn = {.node = root, .body = root, .scope = scope, .self = FACT_NONE};
    VEC_PUSH(x->arena, &x->fns, fn);
    x->globals = scope_new(x, FACT_NONE, 0, false);
    x->exported = scope_new(x, FACT_NONE, 0, false);
    declare_children(x, root, (struct where){scope, index, FACT_NONE, NULL});
}
