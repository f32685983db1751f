/* Small questions to nodes, and the arrays of the facts. */
#include "lint/scan/extract_in.h"
#include "schema/base/hash.h"

void fact_room(struct extract *x, void **at, const uint32_t *n, uint32_t *cap, size_t size) {
    if (*n < *cap)
        return;
    uint32_t more = *cap ? *cap * 2 : 16;
    char *grown = arena_alloc(x->arena, more * size);
    if (*n)
        memcpy(grown, *at, *n * size);
    *at = grown;
    *cap = more;
}

static void pool_rehash(struct extract *x) {
    struct pool_slot *old = x->pool_slots;
    size_t old_cap = x->pool_cap;
    x->pool_cap = old_cap ? old_cap * 2 : 128;
    x->pool_slots = arena_array(x->arena, struct pool_slot, x->pool_cap);
    for (size_t i = 0; i < old_cap; i++) {
        if (!old[i].n)
            continue;
        size_t at = hash_bytes(x->facts->pool + old[i].at, old[i].n) & (x->pool_cap - 1);
        while (x->pool_slots[at].n)
            at = (at + 1) & (x->pool_cap - 1);
        x->pool_slots[at] = old[i];
    }
}

static struct fact_text pool_append(struct extract *x, struct str s) {
    struct facts *f = x->facts;
    if (f->pool_cap - f->pool_n < s.n) {
        uint32_t cap = f->pool_cap ? f->pool_cap * 2 : 1024;
        while (cap - f->pool_n < s.n)
            cap *= 2;
        char *grown = arena_alloc(x->arena, cap);
        if (f->pool_n)
            memcpy(grown, f->pool, f->pool_n);
        f->pool = grown;
        f->pool_cap = cap;
    }
    memcpy(f->pool + f->pool_n, s.p, s.n);
    f->pool_n += (uint32_t)s.n;
    return (struct fact_text){f->pool_n - (uint32_t)s.n, (uint32_t)s.n};
}

struct fact_text fact_put(struct extract *x, struct str s) {
    enum { TEXT_MOST = 240 };
    if (s.n == 0)
        return (struct fact_text){0};
    if (s.n > TEXT_MOST)
        s.n = TEXT_MOST;
    if ((x->pool_n + 1) * 2 > x->pool_cap)
        pool_rehash(x);
    size_t at = hash_bytes(s.p, s.n) & (x->pool_cap - 1);
    for (; x->pool_slots[at].n; at = (at + 1) & (x->pool_cap - 1)) {
        struct pool_slot slot = x->pool_slots[at];
        if (slot.n == s.n && memcmp(x->facts->pool + slot.at, s.p, s.n) == 0)
            return (struct fact_text){slot.at, slot.n};
    }
    struct fact_text text = pool_append(x, s);
    x->pool_slots[at] = (struct pool_slot){text.at, text.n};
    x->pool_n++;
    return text;
}

struct js_node *node_field(struct js_node *n, enum js_field field) {
    for (struct js_node *c = n ? n->first : NULL; c; c = c->next)
        if (c->field == field)
            return c;
    return NULL;
}

static struct js_node *last_child(struct js_node *n) {
    struct js_node *last = n->first;
    while (last && last->next)
        last = last->next;
    return last;
}

struct js_node *node_bare(struct js_node *n) {
    while (n) {
        struct js_node *inner = NULL;
        if (n->kind == JS_N_PARENTHESIZED || n->kind == JS_N_AS || n->kind == JS_N_SATISFIES ||
            n->kind == JS_N_NON_NULL)
            inner = n->first;
        else if (n->kind == JS_N_TYPE_ASSERTION || n->kind == JS_N_SEQUENCE)
            inner = last_child(n);
        if (!inner)
            return n;
        n = inner;
    }
    return n;
}

struct js_node *node_settled(struct js_node *n) {
    for (n = node_bare(n); n && n->kind == JS_N_AWAIT && n->first;)
        n = node_bare(n->first);
    return n;
}

bool node_is(const struct extract *x, const struct js_node *n, const char *text) {
    return n && str_eqz(node_text(x, n), text);
}

bool node_is_function(const struct js_node *n) {
    return n &&
           (n->kind == JS_N_FUNCTION_DECLARATION || n->kind == JS_N_FUNCTION_EXPRESSION ||
            n->kind == JS_N_ARROW_FUNCTION || n->kind == JS_N_GENERATOR_FUNCTION ||
            n->kind == JS_N_GENERATOR_FUNCTION_DECLARATION || n->kind == JS_N_METHOD_DEFINITION);
}

bool node_is_class(const struct js_node *n) {
    return n && (n->kind == JS_N_CLASS || n->kind == JS_N_CLASS_DECLARATION ||
                 n->kind == JS_N_ABSTRACT_CLASS);
}

bool node_string(const struct extract *x, const struct js_node *n, struct str *out) {
    bool is_plain = n && (n->kind == JS_N_STRING || (n->kind == JS_N_TEMPLATE_STRING && !n->first));
    if (!is_plain || n->end - n->begin < 2)
        return false;
    *out = (struct str){x->tree->text.p + n->begin + 1, n->end - n->begin - 2};
    return true;
}

bool node_constant(const struct extract *x, struct js_node *n, struct str *out) {
    n = node_bare(n);
    for (int depth = 0; n && depth < 4 && !node_string(x, n, out); depth++) {
        const struct binding *b = binding_of(x, n);
        if (!b || b->kind != BIND_VAR || !(b->flags & BIND_CONST) || b->path.n)
            return false;
        n = node_bare(b->init);
    }
    return node_string(x, n, out);
}

struct str node_key(const struct extract *x, const struct js_node *n) {
    struct str s = {NULL, 0};
    if (!n)
        return s;
    if (n->kind == JS_N_STRING) {
        (void)node_string(x, n, &s);
    } else if (n->kind == JS_N_COMPUTED_PROPERTY_NAME) {
        (void)node_string(x, n->first, &s);
    } else if (n->kind != JS_N_TEMPLATE_STRING) {
        s = node_text(x, n);
    }
    return s;
}

enum { PATH_MOST = 120, PATH_DEPTH = 24 };

struct path {
    char text[PATH_MOST];
    size_t n;
};

static bool path_add(struct path *p, struct str s) {
    if (s.n > PATH_MOST - p->n)
        return false;
    memcpy(p->text + p->n, s.p, s.n);
    p->n += s.n;
    return true;
}

static bool path_of(const struct extract *x, struct js_node *n, struct path *p, int depth) {
    n = node_bare(n);
    if (!n || depth > PATH_DEPTH)
        return false;
    switch (n->kind) {
    case JS_N_IDENTIFIER:
    case JS_N_THIS:
    case JS_N_SUPER:
    case JS_N_IMPORT:
        return path_add(p, node_text(x, n));
    case JS_N_MEMBER:
        return path_of(x, node_field(n, JS_F_OBJECT), p, depth + 1) && path_add(p, STR(".")) &&
               path_add(p, node_text(x, node_field(n, JS_F_PROPERTY)));
    case JS_N_CALL:
        return path_of(x, node_field(n, JS_F_FUNCTION), p, depth + 1);
    case JS_N_NEW:
        return path_of(x, node_field(n, JS_F_CONSTRUCTOR), p, depth + 1);
    case JS_N_AWAIT:
        return path_of(x, n->first, p, depth + 1);
    case JS_N_SUBSCRIPT:
        return path_of(x, node_field(n, JS_F_OBJECT), p, depth + 1) && path_add(p, STR("[]"));
    default:
        return false;
    }
}

struct str node_path(const struct extract *x, struct js_node *n) {
    struct path p = {.n = 0};
    n = node_bare(n);
    if (n && n->kind == JS_N_IDENTIFIER)
        return node_text(x, n);
    if (!path_of(x, n, &p, 0))
        return (struct str){NULL, 0};
    return arena_str(x->arena, (struct str){p.text, p.n});
}

struct js_node *node_argument(struct js_node *call, unsigned i) {
    struct js_node *arguments = node_field(call, JS_F_ARGUMENTS);
    struct js_node *a = arguments && arguments->kind == JS_N_ARGUMENTS ? arguments->first : NULL;
    for (; a && i; i--)
        a = a->next;
    return node_bare(a);
}

struct js_node *node_callee(struct js_node *call) {
    return node_bare(node_field(call, call->kind == JS_N_NEW ? JS_F_CONSTRUCTOR : JS_F_FUNCTION));
}
