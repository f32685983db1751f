/* What is done to a state: the operation, the key, and what kind of value goes in. */
#include "lint/scan/extract_in.h"

static const struct {
    const char *name;
    uint8_t op;
} methods[] = {
    {"get", USE_READ},        {"has", USE_READ},          {"includes", USE_READ},
    {"find", USE_READ},       {"findIndex", USE_READ},    {"indexOf", USE_READ},
    {"at", USE_READ},         {"join", USE_READ},         {"slice", USE_READ},
    {"peek", USE_READ},       {"getItem", USE_READ},      {"mget", USE_READ},
    {"forEach", USE_ITERATE}, {"map", USE_ITERATE},       {"filter", USE_ITERATE},
    {"values", USE_ITERATE},  {"keys", USE_ITERATE},      {"entries", USE_ITERATE},
    {"reduce", USE_ITERATE},  {"some", USE_ITERATE},      {"every", USE_ITERATE},
    {"flatMap", USE_ITERATE}, {"set", USE_WRITE},         {"put", USE_WRITE},
    {"setItem", USE_WRITE},   {"mset", USE_WRITE},        {"sort", USE_WRITE},
    {"reverse", USE_WRITE},   {"fill", USE_WRITE},        {"add", USE_ADD},
    {"push", USE_ADD},        {"unshift", USE_ADD},       {"enqueue", USE_ADD},
    {"delete", USE_REMOVE},   {"remove", USE_REMOVE},     {"pop", USE_REMOVE},
    {"shift", USE_REMOVE},    {"splice", USE_REMOVE},     {"del", USE_REMOVE},
    {"dequeue", USE_REMOVE},  {"removeItem", USE_REMOVE}, {"take", USE_REMOVE},
    {"clear", USE_CLEAR},     {"reset", USE_CLEAR},       {"flushAll", USE_CLEAR},
    {"flush", USE_CLEAR},     {"flushall", USE_CLEAR},
};

bool use_method_op(struct str method, uint8_t *op) {
    for (size_t i = 0; i < ARRAY_LEN(methods); i++)
        if (str_eqz(method, methods[i].name)) {
            *op = methods[i].op;
            return true;
        }
    *op = USE_READ;
    return false;
}

/* ---- values -------------------------------------------------------------------------------- */

static uint8_t hint_of_name(struct str name) {
    static const struct {
        const char *name;
        uint8_t hint;
    } names[] = {{"ws", VALUE_SOCKET},    {"socket", VALUE_SOCKET},     {"client", VALUE_SOCKET},
                 {"conn", VALUE_SOCKET},  {"connection", VALUE_SOCKET}, {"websocket", VALUE_SOCKET},
                 {"res", VALUE_RESPONSE}, {"response", VALUE_RESPONSE}, {"reply", VALUE_RESPONSE}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eqz(name, names[i].name))
            return names[i].hint;
    return 0;
}

static uint8_t hint_of_call(struct extract *x, struct js_node *n) {
    struct str path = node_path(x, node_callee(n));
    if (str_eqz(path, "setTimeout") || str_eqz(path, "setInterval"))
        return VALUE_TIMER;
    if (str_eqz(path, "fetch") || str_starts(path, STR("Promise.")))
        return VALUE_PROMISE;
    uint32_t f = function_of(x, node_callee(n));
    return f != FACT_NONE && (x->facts->functions.at[f].flags & FN_ASYNC) ? VALUE_PROMISE : 0;
}

static uint8_t hint_of_identifier(struct extract *x, struct js_node *n, int depth) {
    const struct binding *b = binding_of(x, n);
    if (!b)
        return n->kind == JS_N_IDENTIFIER && node_is(x, n, "undefined") ? VALUE_CONSTANT : 0;
    if (b->kind == BIND_FUNCTION || b->kind == BIND_CLASS)
        return VALUE_FUNCTION;
    if (b->kind == BIND_PARAM) {
        uint8_t type = thing_of(x, n).type;
        bool is_socket = type == LIB_TYPE_IO_SOCKET || type == LIB_TYPE_WS;
        return is_socket ? VALUE_SOCKET : hint_of_name(b->name);
    }
    if (b->kind != BIND_VAR || !b->init)
        return 0;
    return b->path.n ? value_hint(x, b->init, depth + 1) & VALUE_AWAITED
                     : value_hint(x, b->init, depth + 1);
}

static uint8_t hint_of_parts(struct extract *x, struct js_node *n, int depth) {
    uint8_t hint = 0;
    for (struct js_node *c = n->first; c; c = c->next) {
        struct js_node *value = c->kind == JS_N_PAIR ? node_field(c, JS_F_VALUE) : c;
        hint |= value_hint(x, value, depth + 1) & (uint8_t)~VALUE_CONSTANT;
    }
    return hint;
}

uint8_t value_hint(struct extract *x, struct js_node *n, int depth) {
    n = node_bare(n);
    if (!n || depth > 3)
        return 0;
    struct js_node *property;
    switch (n->kind) {
    case JS_N_ARROW_FUNCTION:
    case JS_N_FUNCTION_EXPRESSION:
    case JS_N_METHOD_DEFINITION:
    case JS_N_CLASS:
        return VALUE_FUNCTION;
    case JS_N_STRING:
    case JS_N_NUMBER:
    case JS_N_TRUE:
    case JS_N_FALSE:
    case JS_N_NULL:
    case JS_N_UNDEFINED:
        return VALUE_CONSTANT;
    case JS_N_AWAIT:
        return VALUE_AWAITED;
    case JS_N_CALL:
        return hint_of_call(x, n);
    case JS_N_NEW:
        return node_is(x, node_callee(n), "Promise") ? VALUE_PROMISE : 0;
    case JS_N_IDENTIFIER:
    case JS_N_SHORTHAND_PROPERTY_IDENTIFIER:
        return hint_of_identifier(x, n, depth);
    case JS_N_MEMBER:
        property = node_field(n, JS_F_PROPERTY);
        return node_is(x, property, "res") || node_is(x, property, "raw") ||
                       node_is(x, property, "socket")
                   ? hint_of_name(node_text(x, property)) |
                         (node_is(x, property, "raw") ? VALUE_RESPONSE : 0)
                   : value_hint(x, node_field(n, JS_F_OBJECT), depth + 1) & VALUE_AWAITED;
    case JS_N_OBJECT:
    case JS_N_ARRAY:
        return hint_of_parts(x, n, depth);
    default:
        return 0;
    }
}

/* ---- uses ---------------------------------------------------------------------------------- */

static bool is_empty_container(struct extract *x, struct js_node *n) {
    n = node_bare(n);
    if (!n)
        return false;
    if (n->kind == JS_N_ARRAY || n->kind == JS_N_OBJECT)
        return n->first == NULL;
    if (n->kind != JS_N_NEW || node_argument(n, 0))
        return false;
    return node_is(x, node_callee(n), "Map") || node_is(x, node_callee(n), "Set");
}

static bool is_plain_value(const struct extract *x, uint32_t state) {
    uint8_t kind = state == FACT_NONE ? STATE_OTHER : x->facts->states.at[state].kind;
    return kind == STATE_NUMBER || kind == STATE_BOOLEAN || kind == STATE_STRING;
}

void use_op(struct extract *x, struct js_node *n, struct ref ref, uint8_t op, struct js_node *key,
            struct js_node *value) {
    if (ref.is_deep) {
        key = ref.key;
        if (op == USE_ADD || op == USE_REMOVE || op == USE_CLEAR)
            op = USE_WRITE;
        else if (op == USE_ITERATE || op == USE_ESCAPE)
            op = USE_READ;
    }
    if (op == USE_ESCAPE && is_plain_value(x, ref.state))
        op = USE_READ;
    uint32_t index = FACT_PUSH(x, uses);
    struct fact_use *u = &x->facts->uses.at[index];
    u->state = ref.state;
    u->import = ref.import;
    u->member = fact_put(x, ref.member);
    struct str text = key ? node_text(x, key) : (struct str){NULL, 0};
    u->key = fact_put(x, text.n > 60 ? (struct str){text.p, 60} : text);
    u->span = node_span(n);
    u->function = x->function;
    u->guard = x->guard;
    u->op = op;
    u->hint = value ? value_hint(x, value, 0) : 0;
}

void use_plain(struct extract *x, struct js_node *n, struct ref ref, uint8_t op) {
    use_op(x, n, ref, op, NULL, NULL);
}

void use_method(struct extract *x, struct js_node *call, struct ref ref, struct str method) {
    uint8_t op;
    struct js_node *first = node_argument(call, 0), *second = node_argument(call, 1);
    if (!use_method_op(method, &op) && ref.import != FACT_NONE)
        return; /* a call of something's method, not of a container */
    bool is_array = ref.state != FACT_NONE && x->facts->states.at[ref.state].kind == STATE_ARRAY;
    bool has_key = op == USE_READ || op == USE_WRITE || op == USE_REMOVE || op == USE_ADD;
    struct js_node *value = op == USE_WRITE ? second : op == USE_ADD ? first : NULL;
    use_op(x, call, ref, op, has_key && !is_array && !node_is_function(first) ? first : NULL,
           value);
}

static bool is_initial(struct extract *x, struct js_node *left, struct js_node *right) {
    bool in_constructor = x->facts->functions.at[x->function].flags & FN_CONSTRUCTOR;
    const struct binding *b = left->kind == JS_N_MEMBER ? member_of(x, left) : NULL;
    bool is_shared = b && (b->scope == x->globals || b->scope == x->exported);
    return (in_constructor || is_shared) && b && right && b->init == node_bare(right);
}

bool use_assign(struct extract *x, struct js_node *n, struct js_node *left, struct js_node *right) {
    left = node_bare(left);
    struct ref ref = ref_of(x, left);
    if (!ref_is(ref) || (ref.import != FACT_NONE && !ref.member.n && !ref.is_deep))
        return false;
    if (is_initial(x, left, right))
        return true;
    uint8_t op = USE_WRITE;
    bool is_logical = n->op == JS_T_SET_AND || n->op == JS_T_SET_OR || n->op == JS_T_SET_NULLISH;
    if (n->kind == JS_N_UPDATE || (n->kind == JS_N_AUGMENTED && !is_logical))
        op = USE_INCREMENT;
    else if (!ref.is_deep && is_empty_container(x, right))
        op = USE_CLEAR;
    struct js_node *property = left->kind == JS_N_MEMBER ? node_field(left, JS_F_PROPERTY) : NULL;
    bool is_length = ref.is_deep && ref.key == property && node_is(x, property, "length");
    if (is_length) {
        ref.is_deep = false;
        op = USE_CLEAR;
    }
    use_op(x, n, ref, op, NULL, right);
    if (n->kind == JS_N_UPDATE && n != x->statement) /* id = next++ */
        use_op(x, left, ref, USE_READ, NULL, NULL);
    return true;
}

bool use_delete(struct extract *x, struct js_node *n, struct js_node *target) {
    struct ref ref = ref_of(x, target);
    if (!ref_is(ref) || !ref.is_deep)
        return false;
    bool is_own =
        node_bare(target)->kind == JS_N_MEMBER || node_bare(target)->kind == JS_N_SUBSCRIPT;
    struct ref object = is_own ? ref_of(x, node_field(node_bare(target), JS_F_OBJECT)) : ref;
    bool is_first = is_own && ref_is(object) && !object.is_deep;
    struct js_node *key = ref.key;
    if (is_first)
        ref.is_deep = false;
    use_op(x, n, ref, USE_REMOVE, key, NULL);
    return true;
}
