/* Scopes and bindings: hoisting, the time before a declaration, constants. */
#include "compiler/front/js_fork.h"
#include "compiler/front/js_builtin.h"

struct js_scope *js_scope_new(struct js *js, struct js_scope *parent, bool is_function) {
    struct js_scope *s = arena_new(js->arena, struct js_scope);
    s->parent = parent;
    s->is_function = is_function;
    return s;
}

struct js_binding *js_binding_find(struct js_scope *s, struct str name, bool here_only) {
    for (; s; s = here_only ? NULL : s->parent)
        for (size_t i = 0; i < s->names.n; i++)
            if (str_eq(s->names.at[i]->name, name))
                return s->names.at[i];
    return NULL;
}

struct js_binding *js_declare(struct js *js, struct js_scope *s, struct str name,
                              const struct js_value *value, bool is_lexical, bool is_const) {
    struct js_binding *b = js_binding_find(s, name, true);
    if (!b) {
        b = arena_new(js->arena, struct js_binding);
        b->name = name;
        b->mark = js->level;
        VEC_PUSH(js->arena, &s->names, b);
    }
    js_touch_binding(js, b);
    b->is_lexical = is_lexical;
    b->is_const = is_const;
    b->value = value;
    return b;
}

void js_binding_set(struct js *js, struct js_binding *b, const struct js_value *value) {
    js_touch_binding(js, b);
    if (b->is_escaped &&
        b->value) /* it may be changed again: what it was changed to stays unknown */
        return;
    b->value = js_with_deps(js->arena, value, js->control);
}

const struct js_value *js_identifier(struct js *js, const struct js_node *n, struct js_scope *s) {
    struct str name = js_source(js, n);
    const struct js_binding *b = js_binding_find(s, name, false);
    while (b && b->alias)
        b = b->alias;
    if (b && b->value)
        return b->value;
    if (b)
        return js_throw(js, js_span(js, n), "ReferenceError",
                        "Cannot access '%.*s' before initialization", STR_ARG(name));
    b = js_binding_find(js->globals, name, true);
    if (b)
        return b->value;
    if (memchr(name.p, '\\', name.n))
        return js_unknown(js, js_span(js, n), "ecoc does not read escapes in names");
    const struct js_row *row = js_row_find(&js_table_globals, name);
    if (row)
        return js_row_get(js, &js_table_globals, row, js_span(js, n));
    return js_throw(js, js_span(js, n), "ReferenceError", "%.*s is not defined", STR_ARG(name));
}

bool js_assign_name(struct js *js, struct js_scope *s, struct str name,
                    const struct js_value *value, struct span span) {
    struct js_binding *b = js_binding_find(s, name, false);
    if (b && !b->value && !b->alias)
        return js_throw(js, span, "ReferenceError", "Cannot access '%.*s' before initialization",
                        STR_ARG(name)) != NULL;
    if (b && (b->is_const || b->alias))
        return js_throw(js, span, "TypeError", "Assignment to constant variable.") != NULL;
    if (b) {
        js_binding_set(js, b, value);
        return true;
    }
    if (js_row_find(&js_table_globals, name)) {
        js_poison(js, js_unknown(js, span, "the built-in `%.*s` is replaced", STR_ARG(name)));
        return true;
    }
    if (js->is_strict)
        return js_throw(js, span, "ReferenceError", "%.*s is not defined", STR_ARG(name)) != NULL;
    struct js_binding *global = js_binding_find(js->globals, name, true);
    if (!global && js->level) /* made in a trial: whether it exists afterwards is not modelled */
        js_poison(js, js_unknown(js, span, "an undeclared variable is assigned under a condition"));
    if (global)
        js_binding_set(js, global, value);
    else
        js_declare(js, js->globals, name, value, false, false);
    return true;
}

static bool declare_lexical(struct js *js, struct js_scope *s, struct str name, struct span span,
                            bool is_const) {
    if (str_eqz(name, "let"))
        return js_throw(js, span, "SyntaxError", "let is disallowed as a lexically bound name") !=
               NULL;
    if (js_binding_find(s, name, true))
        return js_throw(js, span, "SyntaxError", "Identifier '%.*s' has already been declared",
                        STR_ARG(name)) != NULL;
    js_declare(js, s, name, NULL, true, is_const);
    return true;
}

/* Declares the names of a pattern; `how` as in js_bind_pattern. */
static bool declare_pattern(struct js *js, const struct js_node *n, struct js_scope *s,
                            enum js_bind how) {
    switch (n->kind) {
    case JS_N_IDENTIFIER:
    case JS_N_SHORTHAND_PATTERN: {
        struct str name = js_source(js, n);
        if (how != JS_BIND_VAR)
            return declare_lexical(js, s, name, js_span(js, n), how == JS_BIND_CONST);
        struct js_binding *b = js_binding_find(s, name, true);
        if (b && b->is_lexical)
            return declare_lexical(js, s, name, js_span(js, n), false);
        if (!b)
            js_declare(js, s, name, js_undefined(js->arena, js_span(js, n)), false, false);
        return true;
    }
    case JS_N_PAIR_PATTERN:
        return declare_pattern(js, js_node_field(n, JS_F_VALUE), s, how);
    case JS_N_ASSIGNMENT_PATTERN:
    case JS_N_OBJECT_ASSIGNMENT_PATTERN:
        return declare_pattern(js, js_node_field(n, JS_F_LEFT), s, how);
    case JS_N_ARRAY_PATTERN:
    case JS_N_OBJECT_PATTERN:
    case JS_N_REST_PATTERN:
        for (const struct js_node *c = n->first; c; c = c->next)
            if (!declare_pattern(js, c, s, how))
                return false;
        return true;
    default:
        return true;
    }
}

static enum js_bind declared_as(const struct js_node *n) {
    if (n->kind == JS_N_VARIABLE_DECLARATION || js_node_marked(n, JS_T_VAR))
        return JS_BIND_VAR;
    return js_node_marked(n, JS_T_CONST) ? JS_BIND_CONST : JS_BIND_LET;
}

static bool declare_all(struct js *js, const struct js_node *n, struct js_scope *s) {
    for (const struct js_node *d = n->first; d; d = d->next) {
        const struct js_node *name = js_node_field(d, JS_F_NAME);
        if (d->kind == JS_N_VARIABLE_DECLARATOR && name &&
            !declare_pattern(js, name, s, declared_as(n)))
            return false;
    }
    return true;
}

static bool is_function_node(const struct js_node *n) {
    switch (n->kind) {
    case JS_N_FUNCTION_DECLARATION:
    case JS_N_FUNCTION_EXPRESSION:
    case JS_N_ARROW_FUNCTION:
    case JS_N_GENERATOR_FUNCTION:
    case JS_N_GENERATOR_FUNCTION_DECLARATION:
    case JS_N_METHOD_DEFINITION:
    case JS_N_CLASS:
    case JS_N_CLASS_DECLARATION:
        return true;
    default:
        return false;
    }
}

/* `var` of everything inside that is not a function. */
static bool hoist_vars(struct js *js, const struct js_node *n, struct js_scope *s) {
    if (n->kind == JS_N_VARIABLE_DECLARATION && !declare_all(js, n, s))
        return false;
    if (n->kind == JS_N_FOR_IN_STATEMENT && js_node_marked(n, JS_T_VAR) &&
        !declare_pattern(js, js_node_field(n, JS_F_LEFT), s, JS_BIND_VAR))
        return false;
    if (is_function_node(n) || n->kind == JS_N_EXPRESSION_STATEMENT || n->kind == JS_N_OBJECT ||
        n->kind == JS_N_ARRAY)
        return true;
    for (const struct js_node *c = n->first; c; c = c->next)
        if (!hoist_vars(js, c, s))
            return false;
    return true;
}

static const struct js_node *declaration_of(const struct js_node *n) {
    if (n->kind == JS_N_EXPORT_STATEMENT) {
        const struct js_node *d = js_node_field(n, JS_F_DECLARATION);
        return d ? d : n;
    }
    return n;
}

/* Sloppy code sees a block's function in the whole function round it, unless a let stands between.
 */
static void declare_outside(struct js *js, struct js_scope *s, struct str name,
                            const struct js_value *value) {
    for (s = s->parent; s; s = s->parent) {
        const struct js_binding *b = js_binding_find(s, name, true);
        if (b && b->is_lexical)
            return;
        if (s->is_function) {
            js_declare(js, s, name, value, false, false);
            return;
        }
    }
}

bool js_hoist(struct js *js, const struct js_node *first, struct js_scope *s, bool is_function) {
    for (const struct js_node *c = first; c; c = c->next) {
        const struct js_node *n = declaration_of(c);
        const struct js_node *name = js_node_field(n, JS_F_NAME);
        bool ok = true;
        if (n->kind == JS_N_LEXICAL_DECLARATION)
            ok = declare_all(js, n, s);
        else if ((n->kind == JS_N_CLASS_DECLARATION || n->kind == JS_N_ENUM_DECLARATION) && name)
            ok = declare_lexical(js, s, js_source(js, name), js_span(js, name), false);
        if (!ok)
            return false;
    }
    for (const struct js_node *c = first; is_function && c; c = c->next)
        if (!hoist_vars(js, declaration_of(c), s))
            return false;
    for (const struct js_node *c = first; c; c = c->next) {
        const struct js_node *n = declaration_of(c);
        const struct js_node *name = js_node_field(n, JS_F_NAME);
        if ((n->kind != JS_N_FUNCTION_DECLARATION &&
             n->kind != JS_N_GENERATOR_FUNCTION_DECLARATION) ||
            !name)
            continue;
        struct js_binding *b = js_binding_find(s, js_source(js, name), true);
        if (b && b->is_lexical && b->value == NULL)
            return declare_lexical(js, s, js_source(js, name), js_span(js, name), false);
        struct js_object *fn = js_function_new(js, n, s);
        const struct js_value *value = js_object_value(js->arena, fn, js_span(js, n));
        js_declare(js, s, js_source(js, name), value, false, false);
        if (!is_function && !js->is_strict)
            declare_outside(js, s, js_source(js, name), value);
    }
    return true;
}

bool js_could_write(const struct js_node *n) {
    switch (n->kind) {
    case JS_N_ASSIGNMENT:
    case JS_N_AUGMENTED:
    case JS_N_UPDATE:
    case JS_N_CALL:
    case JS_N_NEW:
    case JS_N_AWAIT:
    case JS_N_YIELD:
    case JS_N_FOR_IN_STATEMENT:
        return true;
    case JS_N_UNARY:
        if (n->op == JS_T_DELETE)
            return true;
        break;
    case JS_N_TEMPLATE_STRING: /* may call toString */
    default:
        break;
    }
    for (const struct js_node *c = n->first; c; c = c->next)
        if (js_could_write(c))
            return true;
    return false;
}
