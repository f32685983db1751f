/* Who calls what, or names it to be called. */
#include "lint/scan/extract_in.h"

/* Methods of what the language has: no method of a class is looked for by these names. */
static bool is_builtin_method(struct str name) {
    static const char *const names[] = {
        "then",        "catch",       "finally", "map",    "filter",  "forEach",     "reduce",
        "push",        "join",        "split",   "slice",  "trim",    "toString",    "includes",
        "indexOf",     "replace",     "find",    "some",   "every",   "concat",      "sort",
        "startsWith",  "endsWith",    "match",   "test",   "exec",    "toFixed",     "padStart",
        "toLowerCase", "toUpperCase", "keys",    "values", "entries", "toISOString", "getTime",
        "json",        "status",      "next",    "bind",   "call",    "apply"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (names[i][0] == name.p[0] && str_eqz(name, names[i]))
            return true;
    return false;
}

static bool is_builtin_object(const struct extract *x, struct js_node *n) {
    static const char *const names[] = {"console", "Math",      "JSON",   "Object", "Array",
                                        "Promise", "Number",    "String", "Date",   "Buffer",
                                        "process", "Reflect",   "Symbol", "BigInt", "crypto",
                                        "Intl",    "globalThis"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (node_is_global(x, n, names[i]))
            return true;
    return false;
}

static struct fact_call *call_add(struct extract *x, struct js_node *at) {
    uint32_t index = FACT_PUSH(x, calls);
    struct fact_call *c = &x->facts->calls.at[index];
    c->function = x->function;
    c->target = c->import = FACT_NONE;
    c->span = node_span(at);
    c->guard = x->guard;
    return c;
}

void call_reference(struct extract *x, struct js_node *n) {
    const struct binding *b = binding_of(x, n);
    struct fact_call *c = call_add(x, n);
    c->is_reference = true;
    c->target = function_of(x, n);
    if (n->kind == JS_N_MEMBER && c->target == FACT_NONE) {
        struct ref ref = ref_of(x, n);
        c->import = ref.import;
        c->member = fact_put(x, ref.member);
    }
    if (b && b->kind == BIND_IMPORT)
        c->import = b->index;
    if (b && b->kind == BIND_CLASS)
        c->member = fact_put(x, b->name);
}

static uint32_t constructor_of(struct extract *x, uint32_t klass) {
    const struct binding *b = scope_own(x, x->classes.at[klass].members, STR("constructor"));
    return b && b->kind == BIND_METHOD ? b->index : FACT_NONE;
}

/* f(), new X() */
static void call_name(struct extract *x, struct js_node *n, struct js_node *callee) {
    const struct binding *b = binding_of(x, callee);
    if (!b)
        return;
    uint32_t target = function_of(x, callee);
    if (b->kind == BIND_CLASS) {
        target = constructor_of(x, b->index);
        if (x->function == 0)
            x->facts->classes.at[b->index].flags |= CLASS_INSTANCE;
    }
    if (target == FACT_NONE && b->kind != BIND_IMPORT && b->kind != BIND_PARAM)
        return;
    struct fact_call *c = call_add(x, n);
    c->target = target;
    if (b->kind == BIND_IMPORT)
        c->import = b->index;
    else if (target == FACT_NONE)
        c->member = fact_put(x, b->name);
}

/* a.b.f() */
static void call_method(struct extract *x, struct js_node *n, struct js_node *callee,
                        struct ref object_ref) {
    struct js_node *object = node_bare(node_field(callee, JS_F_OBJECT));
    struct str name = node_key(x, node_field(callee, JS_F_PROPERTY));
    uint32_t target = function_of(x, callee);
    bool is_own = object && object->kind == JS_N_THIS;
    if (name.n == 0 || is_builtin_object(x, object) ||
        (target == FACT_NONE && !is_own && is_builtin_method(name)))
        return;
    struct fact_call *c = call_add(x, n);
    c->target = target;
    c->member = fact_put(x, name);
    c->object = fact_put(x, node_path(x, object));
    if (object_ref.import != FACT_NONE)
        c->import = object_ref.import;
}

static bool is_container(const struct extract *x, struct ref ref) {
    return ref.state != FACT_NONE && x->facts->states.at[ref.state].kind <= STATE_ARRAY;
}

/* Object.keys(x), Array.from(x) go through it; Object.assign(x, ...) writes into it. */
static void call_on_argument(struct extract *x, struct js_node *n, struct str path) {
    struct ref ref = ref_of(x, node_argument(n, 0));
    if (ref_is(ref) && str_eqz(path, "Object.assign"))
        use_op(x, n, ref, USE_WRITE, NULL, node_argument(n, 1));
}

/* Writes the call down; the part of the callee that is still to be walked, or NULL. */
struct js_node *call_walk(struct extract *x, struct js_node *n) {
    struct js_node *callee = node_callee(n);
    if (!callee)
        return NULL;
    if (callee->kind == JS_N_IDENTIFIER) {
        struct ref ref = ref_of(x, callee);
        if (ref.state != FACT_NONE)
            use_plain(x, callee, ref, USE_READ);
        call_name(x, n, callee);
        return NULL;
    }
    if (callee->kind != JS_N_MEMBER)
        return node_is_function(callee) ? NULL : callee;
    struct js_node *object = node_bare(node_field(callee, JS_F_OBJECT));
    struct ref ref = ref_of(x, object);
    call_on_argument(x, n, node_path(x, callee));
    if (ref_is(ref))
        use_method(x, n, ref, node_key(x, node_field(callee, JS_F_PROPERTY)));
    if (!is_container(x, ref))
        call_method(x, n, callee, ref);
    bool is_call = object && (object->kind == JS_N_CALL || object->kind == JS_N_NEW ||
                              object->kind == JS_N_AWAIT);
    return ref_is(ref) && !is_call ? NULL : object;
}

uint8_t call_argument_op(struct extract *x, struct js_node *n) {
    static const char *const iterating[] = {"Object.keys", "Object.values", "Object.entries",
                                            "Array.from", "Promise.all"};
    struct str path = node_path(x, node_callee(n));
    for (size_t i = 0; i < ARRAY_LEN(iterating); i++)
        if (str_eqz(path, iterating[i])) {
            mark_iteration(x, node_argument(n, 0), x->fns.at[x->function].body);
            return USE_ITERATE;
        }
    bool is_reading = str_starts(path, STR("console.")) || str_eqz(path, "JSON.stringify") ||
                      str_eqz(path, "clearInterval") || str_eqz(path, "clearTimeout") ||
                      str_eqz(path, "Object.assign");
    return is_reading ? USE_READ : USE_ESCAPE;
}
