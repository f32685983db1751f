/* What outlives a request: which variables and fields are states, and where an expression goes to
 * one, through aliases. */
#include "lint/scan/extract_in.h"

enum { ALIAS_DEPTH = 6, KIND_NONE = 255 };

/* ---- kinds --------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    uint8_t kind;
} constructors[] = {
    {"Map", STATE_MAP},
    {"Set", STATE_SET},
    {"WeakMap", STATE_WEAK},
    {"WeakSet", STATE_WEAK},
    {"Array", STATE_ARRAY},
    {"Object", STATE_OBJECT},
    {"Record", STATE_OBJECT},
    {"number", STATE_NUMBER},
    {"boolean", STATE_BOOLEAN},
    {"string", STATE_STRING},
    {"NodeJS.Timeout", STATE_TIMER},
    {"NodeJS.Timer", STATE_TIMER},
    {"NodeJS.Interval", STATE_TIMER},
    {"ReadonlyMap", STATE_MAP},
};

static uint8_t kind_named(struct str name, uint8_t otherwise) {
    for (size_t i = 0; i < ARRAY_LEN(constructors); i++)
        if (str_eqz(name, constructors[i].name))
            return constructors[i].kind;
    return otherwise;
}

static bool is_type_char(char c) {
    return c == '_' || c == '$' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

struct str type_name(const struct extract *x, const struct js_node *annotation) {
    struct str s = annotation ? node_text(x, annotation) : (struct str){NULL, 0};
    while (s.n && (s.p[0] == ':' || s.p[0] == ' ' || s.p[0] == '\n'))
        s = str_skip(s, 1);
    size_t n = 0;
    while (n < s.n && is_type_char(s.p[n]))
        n++;
    return (struct str){s.p, n};
}

static uint8_t kind_of_type(const struct extract *x, const struct js_node *annotation) {
    struct str whole = annotation ? node_text(x, annotation) : (struct str){NULL, 0};
    struct str name = type_name(x, annotation);
    if (whole.n && str_ends(whole, STR("[]")))
        return STATE_ARRAY;
    if (whole.n > 2 && name.n == 0 && memchr(whole.p, '{', whole.n))
        return STATE_OBJECT;
    return name.n ? kind_named(name, STATE_OTHER) : STATE_NULL;
}

/* What a package made is no state of ours, but for caches, queues and the like. */
static uint8_t kind_of_made(struct extract *x, struct js_node *n, uint8_t otherwise) {
    static const uint8_t marks[] = {MARK_CACHE,      MARK_QUEUE_LOCAL,    MARK_EMITTER,
                                    MARK_LOCK_LOCAL, MARK_GRAPHQL_PUBSUB, MARK_LOCAL_DB};
    const struct lib_row *row = row_of_call(x, n);
    struct str module = thing_of(x, node_callee(n)).module;
    for (size_t i = 0; row && i < ARRAY_LEN(marks); i++)
        if (row->mark == marks[i])
            return STATE_LIBRARY;
    bool is_ours = module.n == 0 || module.p[0] == '.' || module.p[0] == '~' ||
                   module.p[0] == '#' || str_starts(module, STR("@/"));
    return row || !is_ours ? KIND_NONE : otherwise;
}

static uint8_t kind_of_call(struct extract *x, struct js_node *n) {
    struct str path = node_path(x, node_callee(n));
    if (str_eqz(path, "setInterval") || str_eqz(path, "setTimeout"))
        return STATE_TIMER;
    if (str_eqz(path, "Object.create"))
        return STATE_OBJECT;
    if (str_eqz(path, "Array.from") || str_eqz(path, "Array"))
        return STATE_ARRAY;
    return kind_of_made(x, n, STATE_OTHER);
}

static uint8_t kind_of_new(struct extract *x, struct js_node *n) {
    struct js_node *callee = node_callee(n);
    uint8_t kind = STATE_INSTANCE;
    if (callee && callee->kind == JS_N_IDENTIFIER && !binding_of(x, callee))
        kind = kind_named(node_text(x, callee), STATE_INSTANCE);
    return kind == STATE_INSTANCE ? kind_of_made(x, n, kind) : kind;
}

static uint8_t kind_of(struct extract *x, struct js_node *n) {
    n = node_settled(n);
    if (!n)
        return STATE_NULL;
    switch (n->kind) {
    case JS_N_NEW:
        return kind_of_new(x, n);
    case JS_N_CALL:
        return kind_of_call(x, n);
    case JS_N_ARRAY:
        return STATE_ARRAY;
    case JS_N_OBJECT:
        return STATE_OBJECT;
    case JS_N_NUMBER:
        return STATE_NUMBER;
    case JS_N_UNARY:
        return n->op == JS_T_NOT ? STATE_BOOLEAN : n->op == JS_T_MINUS ? STATE_NUMBER : STATE_OTHER;
    case JS_N_TRUE:
    case JS_N_FALSE:
        return STATE_BOOLEAN;
    case JS_N_STRING:
    case JS_N_TEMPLATE_STRING:
        return STATE_STRING;
    case JS_N_NULL:
    case JS_N_UNDEFINED:
        return STATE_NULL;
    case JS_N_BINARY: /* global.x || new Map() */
        return n->op == JS_T_OR || n->op == JS_T_NULLISH ? kind_of(x, node_field(n, JS_F_RIGHT))
                                                         : STATE_OTHER;
    default:
        return STATE_OTHER;
    }
}

/* ---- making -------------------------------------------------------------------------------- */

static bool is_alias(const struct binding *b) {
    struct js_node *init = node_bare(b->init);
    return (b->flags & BIND_CONST) &&
           (b->path.n || (init && (init->kind == JS_N_MEMBER || init->kind == JS_N_IDENTIFIER ||
                                   init->kind == JS_N_SUBSCRIPT || init->kind == JS_N_THIS)));
}

static bool is_wanted(const struct binding *b, uint8_t kind) {
    bool is_const = b->flags & BIND_CONST;
    bool is_simple =
        kind == STATE_NUMBER || kind == STATE_BOOLEAN || kind == STATE_STRING || kind == STATE_NULL;
    if (!b->at || kind == KIND_NONE || is_alias(b) || (is_const && is_simple))
        return false;
    if (b->kind == BIND_FIELD)
        return !(b->flags & (BIND_GIVEN | BIND_DECORATED));
    if (b->kind != BIND_VAR)
        return false;
    return b->function == 0 ||
           ((b->flags & BIND_CAPTURED) && (kind <= STATE_OBJECT || kind == STATE_INSTANCE ||
                                           kind == STATE_LIBRARY || (b->flags & BIND_ASSIGNED)));
}

void state_make(struct extract *x) {
    for (size_t i = 0; i < x->bindings.n; i++) {
        struct binding *b = &x->bindings.at[i];
        if (b->kind != BIND_VAR && b->kind != BIND_FIELD)
            continue;
        x->function = b->function;
        x->klass = scope_self(x, b);
        uint8_t kind = kind_of(x, b->init), typed = kind_of_type(x, b->type);
        if (kind == STATE_NULL && b->type)
            kind = typed;
        else if (kind == STATE_OTHER && typed < STATE_NULL)
            kind = typed;
        if (!is_wanted(b, kind))
            continue;
        uint32_t index = FACT_PUSH(x, states);
        struct fact_state *s = &x->facts->states.at[index];
        struct js_node *made = node_settled(b->init);
        s->name = fact_put(x, b->name);
        s->type = fact_put(x, b->type                          ? type_name(x, b->type)
                              : made && made->kind == JS_N_NEW ? node_path(x, made)
                                                               : (struct str){NULL, 0});
        s->span = node_span(b->at);
        s->klass = b->kind == BIND_FIELD ? x->scopes.at[b->scope].klass : FACT_NONE;
        s->function = b->function;
        s->kind = kind;
        s->flags = (uint8_t)((b->flags & BIND_CONST ? STATE_CONST : 0) |
                             (b->flags & BIND_STATIC ? STATE_STATIC : 0) |
                             (b->kind == BIND_FIELD ? STATE_FIELD : 0));
        b->index = index;
    }
}

/* ---- where an expression goes -------------------------------------------------------------- */

static const struct ref no_ref = {.state = FACT_NONE, .import = FACT_NONE};

bool ref_is(struct ref ref) {
    return ref.state != FACT_NONE || ref.import != FACT_NONE;
}

static uint32_t class_named(struct extract *x, struct str name) {
    struct binding *b = name.n ? scope_own(x, 0, name) : NULL;
    return b && b->kind == BIND_CLASS ? b->index : FACT_NONE;
}

static uint32_t class_made(struct extract *x, struct js_node *init) {
    init = node_settled(init);
    if (!init || init->kind != JS_N_NEW)
        return FACT_NONE;
    const struct binding *b = binding_of(x, node_callee(init));
    return b && b->kind == BIND_CLASS ? b->index : FACT_NONE;
}

static uint32_t class_of_binding(struct extract *x, const struct binding *b) {
    if (b->kind == BIND_CLASS)
        return b->index;
    if (b->kind == BIND_IMPORT || b->kind == BIND_FUNCTION || b->kind == BIND_METHOD)
        return FACT_NONE;
    struct js_node *init = node_bare(b->init);
    if (init && init->kind == JS_N_THIS && (b->flags & BIND_CONST))
        return x->fns.at[b->function].self;
    uint32_t made = b->path.n ? FACT_NONE : class_made(x, init);
    return made != FACT_NONE ? made : class_named(x, type_name(x, b->type));
}

uint32_t class_of(struct extract *x, struct js_node *n) {
    n = node_bare(n);
    if (!n)
        return FACT_NONE;
    if (n->kind == JS_N_THIS)
        return x->klass;
    if (n->kind == JS_N_NEW)
        return class_made(x, n);
    struct binding *b = n->kind == JS_N_MEMBER ? member_of(x, n) : binding_of(x, n);
    return b ? class_of_binding(x, b) : FACT_NONE;
}

uint32_t shared_scope(const struct extract *x, struct js_node *member) {
    struct js_node *object = node_bare(node_field(member, JS_F_OBJECT));
    if (!object)
        return FACT_NONE;
    if (node_is_global(x, object, "global") || node_is_global(x, object, "globalThis"))
        return x->globals;
    bool is_module = object->kind == JS_N_MEMBER &&
                     node_is_global(x, node_field(object, JS_F_OBJECT), "module") &&
                     node_is(x, node_field(object, JS_F_PROPERTY), "exports");
    return is_module || node_is_global(x, object, "exports") ? x->exported : FACT_NONE;
}

struct binding *member_of(struct extract *x, struct js_node *member) {
    uint32_t shared = shared_scope(x, member);
    if (shared != FACT_NONE)
        return scope_own(x, shared, node_key(x, node_field(member, JS_F_PROPERTY)));
    struct js_node *object = node_bare(node_field(member, JS_F_OBJECT));
    uint32_t klass = FACT_NONE;
    struct js_node *root =
        object && object->kind == JS_N_MEMBER ? node_bare(node_field(object, JS_F_OBJECT)) : NULL;
    if (object && (object->kind != JS_N_MEMBER || (root && root->kind == JS_N_THIS)))
        klass = class_of(x, object);
    if (klass == FACT_NONE)
        return NULL;
    return scope_own(x, x->classes.at[klass].members,
                     node_key(x, node_field(member, JS_F_PROPERTY)));
}

static struct ref ref_in(struct extract *x, struct js_node *n, int depth);

static struct ref deeper(struct ref ref, struct js_node *key) {
    if (ref_is(ref) && !ref.is_deep) {
        ref.is_deep = true;
        ref.key = key;
    }
    return ref;
}

static struct ref ref_of_binding(struct extract *x, const struct binding *b, int depth) {
    struct ref ref = no_ref;
    if (b->kind == BIND_IMPORT) {
        ref.import = b->index;
    } else if ((b->kind == BIND_VAR || b->kind == BIND_FIELD) && b->index != FACT_NONE) {
        ref.state = b->index;
    } else if (b->kind == BIND_VAR && (b->flags & BIND_CONST) && b->init) {
        ref = ref_in(x, b->init, depth + 1);
        if (b->path.n == 0)
            return ref;
        uint32_t klass = class_of(x, b->init);
        struct binding *member =
            klass == FACT_NONE ? NULL : scope_own(x, x->classes.at[klass].members, b->path);
        if (member && member->kind == BIND_FIELD && member->index != FACT_NONE)
            ref = (struct ref){.state = member->index, .import = FACT_NONE};
        else if (ref.import != FACT_NONE && !ref.member.n && !ref.is_deep)
            ref.member = b->path;
        else
            ref = deeper(ref, b->at);
    }
    return ref;
}

static struct ref ref_of_member(struct extract *x, struct js_node *n, int depth) {
    struct js_node *object = node_bare(node_field(n, JS_F_OBJECT));
    struct js_node *property = node_field(n, JS_F_PROPERTY);
    struct js_node *self = x->fns.at[x->function].object;
    struct binding *member = member_of(x, n);
    if (member)
        return member->kind == BIND_FIELD && member->index != FACT_NONE
                   ? (struct ref){.state = member->index, .import = FACT_NONE}
                   : no_ref;
    if (object && object->kind == JS_N_THIS && self && self->tag) {
        const struct binding *b = &x->bindings.at[self->tag - 1];
        return b->kind == BIND_VAR ? deeper(ref_of_binding(x, b, depth), property) : no_ref;
    }
    struct ref ref = ref_in(x, object, depth + 1);
    if (ref.import != FACT_NONE && !ref.member.n && !ref.is_deep) {
        ref.member = node_key(x, property);
        return ref;
    }
    return deeper(ref, property);
}

/* rooms.get(id), users.find(...): something in it. */
static struct ref ref_of_call(struct extract *x, struct js_node *n, int depth) {
    static const char *const getters[] = {"get", "at", "find", "values", "entries", "keys"};
    struct js_node *callee = node_callee(n);
    if (!callee || callee->kind != JS_N_MEMBER)
        return no_ref;
    for (size_t i = 0; i < ARRAY_LEN(getters); i++)
        if (node_is(x, node_field(callee, JS_F_PROPERTY), getters[i])) {
            struct ref ref = ref_in(x, node_field(callee, JS_F_OBJECT), depth + 1);
            return ref.import != FACT_NONE && !ref.member.n ? no_ref
                                                            : deeper(ref, node_argument(n, 0));
        }
    return no_ref;
}

static struct ref ref_in(struct extract *x, struct js_node *n, int depth) {
    n = node_bare(n);
    if (!n || depth > ALIAS_DEPTH)
        return no_ref;
    const struct binding *b = binding_of(x, n);
    switch (n->kind) {
    case JS_N_IDENTIFIER:
    case JS_N_SHORTHAND_PROPERTY_IDENTIFIER:
    case JS_N_SHORTHAND_PATTERN:
        return b ? ref_of_binding(x, b, depth) : no_ref;
    case JS_N_MEMBER:
        return ref_of_member(x, n, depth);
    case JS_N_SUBSCRIPT:
        return deeper(ref_in(x, node_field(n, JS_F_OBJECT), depth + 1), node_field(n, JS_F_INDEX));
    case JS_N_CALL:
        return ref_of_call(x, n, depth);
    default:
        return no_ref;
    }
}

struct ref ref_of(struct extract *x, struct js_node *n) {
    return ref_in(x, n, 0);
}

/* ---- at the end ---------------------------------------------------------------------------- */

static bool keeps(const struct fact_state *s, const struct fact_use *u) {
    if (u->op >= USE_WRITE && u->op <= USE_INCREMENT)
        return true;
    return u->op == USE_ESCAPE && (s->kind <= STATE_OBJECT || s->kind == STATE_LIBRARY);
}

/* What nothing changes is no state: constants, tables, what is only called. */
void state_settle(struct extract *x) {
    struct facts *f = x->facts;
    uint32_t *map = arena_array(x->arena, uint32_t, f->states.n + 1);
    uint32_t n_states = 0, n_uses = 0;
    for (uint32_t i = 0; i < f->uses.n; i++) {
        uint32_t s = f->uses.at[i].state;
        if (s != FACT_NONE && keeps(&f->states.at[s], &f->uses.at[i]))
            map[s] = 1;
    }
    for (uint32_t i = 0; i < f->states.n; i++) {
        const struct fact_state *s = &f->states.at[i];
        bool is_plain = s->kind == STATE_OTHER && (s->flags & STATE_CONST);
        bool kept = map[i] || ((s->flags & STATE_EXPORTED) && !is_plain);
        map[i] = kept ? n_states : FACT_NONE;
        if (kept)
            f->states.at[n_states++] = f->states.at[i];
    }
    for (uint32_t i = 0; i < f->uses.n; i++) {
        struct fact_use u = f->uses.at[i];
        if (u.state != FACT_NONE && map[u.state] == FACT_NONE)
            continue;
        u.state = u.state == FACT_NONE ? FACT_NONE : map[u.state];
        f->uses.at[n_uses++] = u;
    }
    for (uint32_t i = 0; i < f->exports.n; i++)
        if (f->exports.at[i].state != FACT_NONE)
            f->exports.at[i].state = map[f->exports.at[i].state];
    f->states.n = n_states;
    f->uses.n = n_uses;
}
