/* TypeScript to JavaScript, on the copied tree: what is only a type is gone, what wraps an
 * expression for its type is replaced by the expression. Enums stay: nobody evaluates them. */
#include "lint/syntax/js_tree.h"

/* `x as T`, `x satisfies T`, `x!`, `<T>x`: NULL where the node is another thing. */
static struct js_node *inner(struct js_node *n) {
    bool is_wrapper = n->kind == JS_N_AS || n->kind == JS_N_SATISFIES || n->kind == JS_N_NON_NULL ||
                      n->kind == JS_N_TYPE_ASSERTION;
    return is_wrapper ? n->first : NULL;
}

/* The grammar lets `!` take in too much: `a || b!` as (a || b)!. */
static bool binds_oddly(const struct js_node *n) {
    const struct js_node *x = n->kind == JS_N_NON_NULL ? n->first : NULL;
    return x && (x->kind == JS_N_BINARY || x->kind == JS_N_UNARY || x->kind == JS_N_TERNARY ||
                 x->kind == JS_N_AWAIT || x->kind == JS_N_NEW);
}

static struct js_node *field_of(struct js_node *n, enum js_field field) {
    for (struct js_node *c = n->first; c; c = c->next)
        if (c->field == field)
            return c;
    return NULL;
}

/* A parameter becomes its pattern, or pattern = default; NULL: `this: T` is none. */
static struct js_node *parameter(struct js_node *n) {
    struct js_node *pattern = field_of(n, JS_F_PATTERN), *value = field_of(n, JS_F_VALUE);
    if (!pattern || pattern->kind == JS_N_THIS)
        return NULL;
    if (!value) {
        pattern->field = n->field;
        return pattern;
    }
    n->kind = JS_N_ASSIGNMENT_PATTERN;
    pattern->field = JS_F_LEFT;
    value->field = JS_F_RIGHT;
    n->first = pattern;
    pattern->next = value;
    value->next = NULL;
    return n;
}

static bool is_type_only(const struct js_node *n) {
    bool can_be = n->kind == JS_N_IMPORT_STATEMENT || n->kind == JS_N_EXPORT_STATEMENT ||
                  n->kind == JS_N_IMPORT_SPECIFIER || n->kind == JS_N_EXPORT_SPECIFIER;
    return can_be && (js_node_marked(n, JS_T_TYPE) || !n->first);
}

static struct js_node *stripped(struct js_node *n) {
    if (n->kind == JS_N_REQUIRED_PARAMETER || n->kind == JS_N_OPTIONAL_PARAMETER)
        return parameter(n);
    if (is_type_only(n))
        return NULL;
    uint8_t field = n->field;
    while (inner(n) && !binds_oddly(n))
        n = inner(n);
    if (binds_oddly(n))
        n->kind = JS_N_OTHER;
    n->field = field;
    return n;
}

void js_strip_types(struct js_node *n) {
    struct js_node *last = NULL, *next;
    struct js_node *c = n->first;
    n->first = NULL;
    for (; c; c = next) {
        next = c->next;
        struct js_node *s = stripped(c);
        if (!s)
            continue;
        s->next = NULL;
        *(last ? &last->next : &n->first) = s;
        last = s;
        js_strip_types(s);
    }
}

bool js_is_typescript(struct str path) {
    return str_ends(path, STR(".ts")) || str_ends(path, STR(".mts")) || str_ends(path, STR(".cts"));
}
