/* The `arguments` of a function. In sloppy functions with plain parameters they are the parameters
 * themselves: such functions have them only where neither is changed. */
#include "compiler/front/js_builtin.h"

enum { USE_NONE, USE_READ, USE_ODD };

static bool is_arguments(const struct js_tree *t, const struct js_node *n) {
    return n->kind == JS_N_IDENTIFIER && str_eqz(js_node_text(t, n), "arguments");
}

/* Methods and functions that take `arguments` and leave them as they are. */
static bool is_reader(const struct js_tree *t, const struct js_node *call) {
    static const char *const names[] = {"from",   "slice",   "apply", "map",      "filter",
                                        "join",   "forEach", "call",  "includes", "indexOf",
                                        "reduce", "some",    "every", "find",     "concat"};
    static const char *const writers[] = {"shift", "pop",     "push",       "splice", "unshift",
                                          "sort",  "reverse", "copyWithin", "fill",   "assign"};
    const struct js_node *callee = js_node_field(call, JS_F_FUNCTION);
    const struct js_node *name = callee ? js_node_field(callee, JS_F_PROPERTY) : NULL;
    struct str text = callee ? js_node_text(t, callee) : STR("");
    bool fits = false;
    for (size_t i = 0; name && i < ARRAY_LEN(names); i++)
        fits = fits || str_eqz(js_node_text(t, name), names[i]);
    for (size_t i = 0; i < ARRAY_LEN(writers); i++)
        fits = fits && !memmem(text.p, text.n, writers[i], strlen(writers[i]));
    return fits;
}

/* How the tree below n uses `arguments`; nested functions but arrows have their own. */
static int use_of(const struct js_tree *t, const struct js_node *n, const struct js_node *parent,
                  const struct js_node *above) {
    if (is_arguments(t, n)) {
        bool is_read = (parent->kind == JS_N_MEMBER || parent->kind == JS_N_SUBSCRIPT)
                           ? n->field == JS_F_OBJECT && above->kind != JS_N_ASSIGNMENT &&
                                 above->kind != JS_N_AUGMENTED && above->kind != JS_N_UPDATE &&
                                 above->kind != JS_N_UNARY && above->kind != JS_N_CALL
                           : parent->kind == JS_N_SPREAD_ELEMENT ||
                                 parent->kind == JS_N_FOR_IN_STATEMENT ||
                                 (parent->kind == JS_N_ARGUMENTS && is_reader(t, above));
        return is_read ? USE_READ : USE_ODD;
    }
    int use = USE_NONE;
    bool has_own = n->kind == JS_N_FUNCTION_EXPRESSION || n->kind == JS_N_FUNCTION_DECLARATION ||
                   n->kind == JS_N_METHOD_DEFINITION || n->kind == JS_N_GENERATOR_FUNCTION ||
                   n->kind == JS_N_GENERATOR_FUNCTION_DECLARATION;
    if (has_own && parent)
        return USE_NONE;
    for (const struct js_node *c = n->first; c && use != USE_ODD; c = c->next) {
        int inner = use_of(t, c, n, parent ? parent : n);
        use = inner > use ? inner : use;
    }
    return use;
}

/* Is one of the names assigned anywhere below n? Functions within count: they see the parameters. */
static bool assigns_any(const struct js_tree *t, const struct js_node *n,
                        const struct js_node *parameters) {
    const struct js_node *target =
        n->kind == JS_N_ASSIGNMENT || n->kind == JS_N_AUGMENTED || n->kind == JS_N_FOR_IN_STATEMENT
            ? js_node_field(n, JS_F_LEFT)
        : n->kind == JS_N_UPDATE ? js_node_field(n, JS_F_ARGUMENT)
                                 : NULL;
    if (target && target->kind != JS_N_IDENTIFIER && target->kind != JS_N_MEMBER &&
        target->kind != JS_N_SUBSCRIPT)
        return true; /* a pattern: not looked into */
    for (const struct js_node *p = parameters->first; target && p; p = p->next)
        if (str_eq(js_node_text(t, p), js_node_text(t, target)))
            return true;
    bool is_redeclared =
        n->kind == JS_N_VARIABLE_DECLARATOR || n->kind == JS_N_FUNCTION_DECLARATION;
    const struct js_node *name = is_redeclared ? js_node_field(n, JS_F_NAME) : NULL;
    for (const struct js_node *p = parameters->first; name && p; p = p->next)
        if (str_eq(js_node_text(t, p), js_node_text(t, name)))
            return true;
    for (const struct js_node *c = n->first; c; c = c->next)
        if (assigns_any(t, c, parameters))
            return true;
    return false;
}

/* Sloppy, and every parameter a plain name. */
static bool is_mapped(const struct js_function *fn, const struct js_node *parameters) {
    if (fn->is_strict || !parameters || !parameters->first)
        return false;
    for (const struct js_node *p = parameters->first; p; p = p->next)
        if (p->kind != JS_N_IDENTIFIER)
            return false;
    return true;
}

void js_declare_arguments(struct js *js, const struct js_function *fn, const struct js_call *call,
                          struct js_scope *s) {
    const struct js_tree *t = &js->module->tree;
    const struct js_node *parameters = js_node_field(fn->node, JS_F_PARAMETERS);
    int use = use_of(t, fn->node, NULL, NULL);
    if (use == USE_NONE)
        return;
    struct js_object *o = js_object_new(js, JS_ARGUMENTS);
    for (size_t i = 0; i < call->n; i++)
        js_push(js, o, call->args[i]);
    const struct js_value *v = js_object_value(js->arena, o, call->span);
    if (is_mapped(fn, parameters) && (use == USE_ODD || assigns_any(t, fn->node, parameters))) {
        v = js_unknown(js, call->span, "ecoc does not evaluate `arguments` that are changed");
        js_poison(js, v);
    }
    js_declare(js, s, STR("arguments"), v, false, false);
}
