/* Reads of the environment: process.env and config services, through constants, conversions and
 * defaults. */
#include "lint/scan/extract_in.h"

enum { ENV_DEPTH = 10 };

/* ---- reads of the environment -------------------------------------------------------------- */

bool is_process_env(struct extract *x, struct js_node *n) {
    n = node_bare(n);
    for (int depth = 0; n && depth < 4; depth++) {
        if (n->kind == JS_N_MEMBER) {
            struct js_node *object = node_bare(node_field(n, JS_F_OBJECT));
            bool is_env = node_is(x, node_field(n, JS_F_PROPERTY), "env");
            struct thing t =
                object && object->kind == JS_N_IDENTIFIER ? thing_of(x, object) : (struct thing){0};
            return is_env && (node_is_global(x, object, "process") ||
                              str_eqz(t.module, "process") || str_eqz(t.module, "node:process") ||
                              (object && object->kind == JS_N_META_PROPERTY) ||
                              (object && object->kind == JS_N_MEMBER &&
                               node_is(x, node_field(object, JS_F_PROPERTY), "process")));
        }
        const struct binding *b = binding_of(x, n);
        if (b && b->kind == BIND_IMPORT) {
            struct thing t = thing_of(x, n);
            return (str_eqz(t.module, "process") || str_eqz(t.module, "node:process")) &&
                   str_eqz(t.path, "env");
        }
        if (!b || b->kind != BIND_VAR || !b->init)
            return false;
        if (b->path.n)
            return str_eqz(b->path, "env") && node_is_global(x, b->init, "process");
        n = b->init;
    }
    return false;
}

static bool is_env_name(struct str s) {
    bool has_letter = false;
    for (size_t i = 0; i < s.n; i++) {
        bool is_letter = s.p[i] >= 'A' && s.p[i] <= 'Z';
        if (!is_letter && s.p[i] != '_' && !(s.p[i] >= '0' && s.p[i] <= '9'))
            return false;
        has_letter |= is_letter;
    }
    return has_letter;
}

/* config.get('X'), this.configService.getOrThrow<string>('X'). */
static bool config_read(struct extract *x, struct js_node *call, struct str *name) {
    struct js_node *callee = node_callee(call);
    if (!callee || callee->kind != JS_N_MEMBER)
        return false;
    struct js_node *method = node_field(callee, JS_F_PROPERTY);
    if (!node_is(x, method, "get") && !node_is(x, method, "getOrThrow") &&
        !node_is(x, method, "getNumber") && !node_is(x, method, "getString"))
        return false;
    struct str object = node_path(x, node_field(callee, JS_F_OBJECT));
    size_t last = object.n;
    while (last && object.p[last - 1] != '.')
        last--;
    object = str_skip(object, last);
    bool is_config = object.n >= 3 && (text_has(object, "onfig") || text_has(object, "env") ||
                                       text_has(object, "Env") || str_eqz(object, "cfg"));
    return is_config && node_constant(x, node_argument(call, 0), name) && is_env_name(*name);
}

bool env_read(struct extract *x, struct js_node *n, struct str *name) {
    n = node_bare(n);
    if (!n)
        return false;
    if (n->kind == JS_N_CALL)
        return config_read(x, n, name);
    if (n->kind == JS_N_MEMBER && is_process_env(x, node_field(n, JS_F_OBJECT))) {
        *name = node_key(x, node_field(n, JS_F_PROPERTY));
        return true;
    }
    return n->kind == JS_N_SUBSCRIPT && is_process_env(x, node_field(n, JS_F_OBJECT)) &&
           node_constant(x, node_field(n, JS_F_INDEX), name);
}

/* ---- values -------------------------------------------------------------------------------- */

bool literal_of(const struct extract *x, struct js_node *n, struct str *text) {
    n = node_bare(n);
    if (node_constant(x, n, text))
        return true;
    bool is_word = n && (n->kind == JS_N_NUMBER || n->kind == JS_N_TRUE || n->kind == JS_N_FALSE);
    if (is_word)
        *text = node_text(x, n);
    return is_word;
}

bool is_nothing(const struct extract *x, struct js_node *n) {
    n = node_bare(n);
    return n && (n->kind == JS_N_UNDEFINED || n->kind == JS_N_NULL || node_is(x, n, "undefined"));
}

static struct env_value with_fallback(const struct extract *x, struct env_value v,
                                      struct js_node *n) {
    if (v.is_set && !v.has_fallback)
        v.has_fallback = literal_of(x, n, &v.fallback);
    return v;
}

static struct env_value env_of_call(struct extract *x, struct js_node *n, int depth) {
    static const char *const same[] = {"trim",   "toLowerCase", "toString",
                                       "String", "toUpperCase", "Boolean"};
    struct env_value v = {0};
    struct js_node *callee = node_callee(n);
    if (config_read(x, n, &v.name)) {
        v.is_set = true;
        return with_fallback(x, v, node_argument(n, 1));
    }
    if (!callee)
        return v;
    struct js_node *name = callee->kind == JS_N_MEMBER ? node_field(callee, JS_F_PROPERTY) : callee;
    if (node_is(x, name, "Number") || node_is(x, name, "parseInt") ||
        node_is(x, name, "parseFloat")) {
        v = env_value(x, node_argument(n, 0), depth + 1);
        v.is_number = true;
        return v;
    }
    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        if (node_is(x, name, same[i]))
            return env_value(x,
                             callee == name ? node_argument(n, 0) : node_field(callee, JS_F_OBJECT),
                             depth + 1);
    return v;
}

static struct env_value env_of_binding(struct extract *x, const struct binding *b, int depth) {
    struct env_value v = {0};
    if ((b->kind != BIND_VAR && b->kind != BIND_FIELD) || !b->init)
        return v;
    if (!b->path.n)
        return env_value(x, b->init, depth + 1);
    v.is_set = is_process_env(x, b->init);
    v.name = b->path;
    return with_fallback(x, v, b->fallback);
}

struct env_value env_value(struct extract *x, struct js_node *n, int depth) {
    struct env_value v = {0};
    n = node_settled(n);
    if (!n || depth > ENV_DEPTH)
        return v;
    const struct binding *b = n->kind == JS_N_MEMBER ? member_of(x, n) : binding_of(x, n);
    if (b)
        return env_of_binding(x, b, depth);
    switch (n->kind) {
    case JS_N_MEMBER:
    case JS_N_SUBSCRIPT:
        v.is_set = env_read(x, n, &v.name);
        return v;
    case JS_N_CALL:
        return env_of_call(x, n, depth);
    case JS_N_BINARY:
        if (n->op != JS_T_OR && n->op != JS_T_NULLISH)
            return v;
        return with_fallback(x, env_value(x, node_field(n, JS_F_LEFT), depth + 1),
                             node_field(n, JS_F_RIGHT));
    case JS_N_UNARY:
        if (n->op == JS_T_PLUS) {
            v = env_value(x, node_field(n, JS_F_ARGUMENT), depth + 1);
            v.is_number = true;
        }
        return v;
    case JS_N_TERNARY: /* X ? Number(X) : 0 */
        v = env_value(x, node_field(n, JS_F_CONSEQUENCE), depth + 1);
        return with_fallback(x, v, node_field(n, JS_F_ALTERNATIVE));
    case JS_N_TEMPLATE_STRING:
        if (n->first && !n->first->next && n->end - n->begin == n->first->end - n->first->begin + 2)
            return env_value(x, n->first->first, depth + 1);
        return v;
    default:
        return v;
    }
}
