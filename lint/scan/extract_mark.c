/* Libraries at work: rows of libraries.def to marks. */
#include "lint/scan/extract_in.h"

struct fact_mark *mark_add(struct extract *x, unsigned kind, struct js_node *at) {
    uint32_t index = FACT_PUSH(x, marks);
    struct fact_mark *m = &x->facts->marks.at[index];
    m->kind = (uint16_t)kind;
    m->library = LIB_NO_ROW;
    m->function = x->function;
    m->guard = x->guard;
    m->klass = m->body = FACT_NONE;
    m->span = node_span(at);
    return m;
}

struct fact_text text_of(struct extract *x, struct js_node *n) {
    struct str s;
    if (!n)
        return (struct fact_text){0};
    if (!literal_of(x, n, &s))
        s = node_text(x, n);
    return fact_put(x, s.n > 100 ? (struct str){s.p, 100} : s);
}

struct js_node *call_option(struct extract *x, struct js_node *call, const char *key) {
    struct js_node *arguments = node_field(call, JS_F_ARGUMENTS), *found = NULL;
    for (struct js_node *c = arguments ? arguments->first : NULL; c && !found; c = c->next)
        found = option_of(x, c, key);
    return found;
}

/* ---- options ------------------------------------------------------------------------------- */

/* A store that is of this process: new MemoryStore(), new Map(), 'memory', null. */
static bool is_in_memory(struct extract *x, struct js_node *n) {
    struct str text;
    if (!n || is_nothing(x, n) || n->kind == JS_N_FALSE)
        return true;
    if (node_constant(x, n, &text))
        return str_eqz(text, "memory") || str_eqz(text, "none");
    const struct binding *b = binding_of(x, n);
    if (b && b->kind == BIND_VAR && b->init && b->init->kind == JS_N_NEW)
        n = b->init;
    struct str path = node_path(x, n);
    return (n->kind == JS_N_NEW && str_eqz(path, "Map")) || text_has(path, "Memory") ||
           text_has(path, "memory");
}

static bool is_option(struct extract *x, struct js_node *value, const char *wanted) {
    struct str text;
    if (!wanted)
        return !is_in_memory(x, value);
    return literal_of(x, value, &text) && str_eqz(text, wanted);
}

/* Deep in what a factory returns too: forRootAsync({useFactory: () => ({storage: ...})}). */
static struct js_node *deep_option(struct extract *x, struct js_node *n, const char *key,
                                   int depth) {
    struct js_node *found = NULL;
    for (struct js_node *c = n->first; c && !found && depth < 12; c = c->next) {
        if (c->kind == JS_N_PAIR && str_eqz(node_key(x, node_field(c, JS_F_KEY)), key))
            return node_bare(node_field(c, JS_F_VALUE));
        if (c->kind == JS_N_SHORTHAND_PROPERTY_IDENTIFIER && node_is(x, c, key))
            return c;
        found = deep_option(x, c, key, depth + 1);
    }
    return found;
}

static struct js_node *any_option(struct extract *x, struct js_node *call, const char *key) {
    struct js_node *found = call_option(x, call, key);
    struct js_node *arguments = node_field(call, JS_F_ARGUMENTS);
    return found || !arguments ? found : deep_option(x, arguments, key, 0);
}

/* Options that are not written here: a parameter, an import, a call, a spread of one. */
static bool is_unknown(struct extract *x, struct js_node *n, int depth) {
    n = node_bare(n);
    if (!n || depth > 4)
        return false;
    const struct binding *b = binding_of(x, n);
    if (n->kind == JS_N_SPREAD_ELEMENT)
        return is_unknown(x, n->first, depth + 1);
    if (n->kind == JS_N_IDENTIFIER)
        return b && (b->kind == BIND_IMPORT || b->kind == BIND_PARAM || b->path.n ||
                     (b->kind == BIND_VAR && b->init && is_unknown(x, b->init, depth + 1)));
    if (n->kind == JS_N_OBJECT) {
        for (struct js_node *c = n->first; c; c = c->next)
            if (c->kind == JS_N_SPREAD_ELEMENT && is_unknown(x, c, depth + 1))
                return true;
        return false;
    }
    return n->kind == JS_N_CALL || n->kind == JS_N_MEMBER || n->kind == JS_N_SUBSCRIPT;
}

/* useClass: CacheConfig, useFactory: (c) => c.get('cache'): options from elsewhere. */
static bool is_from_factory(struct extract *x, struct js_node *call) {
    uint32_t factory = function_of(x, any_option(x, call, "useFactory"));
    struct js_node *given = factory == FACT_NONE ? NULL : node_returned(x, factory);
    return any_option(x, call, "useClass") || any_option(x, call, "useExisting") ||
           (given && is_unknown(x, node_settled(given), 0));
}

static uint32_t option_flags(struct extract *x, struct js_node *call, unsigned first,
                             unsigned kind) {
    uint32_t flags = 0;
    bool asks = false;
    for (uint16_t i = 0; i < lib_options_n; i++) {
        if (lib_options[i].mark != kind)
            continue;
        asks = true;
        struct js_node *value = any_option(x, call, lib_options[i].key);
        if (value && is_option(x, value, lib_options[i].value))
            flags |= lib_options[i].flag;
    }
    bool is_closed = kind == MARK_SCHEDULE || kind == MARK_SOCKETIO_SERVER || kind == MARK_LOCAL_DB;
    for (unsigned i = first; asks && !is_closed && !(flags & MARK_SHARED) && i < first + 2; i++)
        if (is_unknown(x, node_argument(call, i), 0) || is_from_factory(x, call))
            flags |= MARK_OPEN;
    return flags;
}

/* ---- bodies -------------------------------------------------------------------------------- */

static uint32_t body_of(struct extract *x, struct js_node *call, int at) {
    static const char *const keys[] = {"onTick", "task", "handler", "job"};
    uint32_t body = at >= 0 ? function_of(x, node_argument(call, (unsigned)at)) : FACT_NONE;
    for (unsigned i = 0; body == FACT_NONE && at >= 0 && i < 4; i++)
        body = function_of(x, node_argument(call, i));
    for (size_t i = 0; body == FACT_NONE && at >= 0 && i < ARRAY_LEN(keys); i++)
        body = function_of(x, call_option(x, call, keys[i]));
    return body;
}

static struct js_node *detail_of(struct extract *x, struct js_node *call, int at) {
    static const char *const keys[] = {"cronTime", "rule", "pattern", "filename",
                                       "path",     "name", "port"};
    struct js_node *n = at >= 0 ? node_argument(call, (unsigned)at) : NULL;
    if (!n || n->kind != JS_N_OBJECT)
        return n;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        struct js_node *value = option_of(x, n, keys[i]);
        if (value)
            return value;
    }
    return NULL;
}

static void mark_name(struct extract *x, struct fact_mark *m) {
    struct fact_text none = {0};
    if (m->body != FACT_NONE)
        m->name = x->facts->functions.at[m->body].name;
    else
        m->name = none;
    if (!m->name.n && x->named)
        m->name = fact_put(x, node_text(x, x->named));
    if (!m->name.n)
        m->name = x->facts->functions.at[m->function].name;
}

/* ---- calls --------------------------------------------------------------------------------- */

static void apply(struct extract *x, const struct lib_row *row, struct js_node *call,
                  unsigned first) {
    struct fact_mark m = {.kind = row->mark,
                          .library = (uint16_t)(row - lib_rows),
                          .flags = row->flags & ~(uint32_t)LIB_FLAGS,
                          .function = x->function,
                          .guard = x->guard,
                          .klass = x->klass,
                          .span = node_span(call)};
    m.body = body_of(x, call, row->body);
    m.detail = text_of(x, detail_of(x, call, row->detail));
    if (row->mark != LIB_NO_MARK)
        m.flags |= option_flags(x, call, first, row->mark);
    if ((row->flags & LIB_BY_ARGUMENT) && node_argument(call, 0) &&
        !is_in_memory(x, node_argument(call, 0)) && node_argument(call, 0)->kind != JS_N_OBJECT)
        m.flags |= MARK_SHARED;
    mark_name(x, &m);
    if (m.body != FACT_NONE && function_has_effect(x, m.body))
        m.flags |= MARK_EFFECT;
    if (!mark_finish(x, row, call, first, &m) || m.kind == LIB_NO_MARK)
        return;
    uint32_t index = FACT_PUSH(x, marks);
    x->facts->marks.at[index] = m;
}

/* app.register(plugin, options): the plugin at work. */
static bool is_registration(const struct extract *x, struct js_node *call) {
    struct js_node *callee = node_callee(call);
    struct js_node *method =
        callee && callee->kind == JS_N_MEMBER ? node_field(callee, JS_F_PROPERTY) : NULL;
    return node_is(x, method, "register") || node_is(x, method, "use") ||
           node_is(x, method, "plugin");
}

void mark_call(struct extract *x, struct js_node *call) {
    const struct lib_row *row = row_of_call(x, call);
    if (row) {
        apply(x, row, call, 0);
        return;
    }
    struct js_node *plugin = is_registration(x, call) ? node_argument(call, 0) : NULL;
    bool is_name = plugin && (plugin->kind == JS_N_IDENTIFIER || plugin->kind == JS_N_MEMBER ||
                              plugin->kind == JS_N_CALL);
    struct thing t = is_name ? thing_of(x, plugin) : (struct thing){.rows = LIB_NO_ROW};
    row = t.rows == LIB_NO_ROW ? NULL : lib_export(t.rows, LIB_USE, t.path);
    if (row)
        apply(x, row, call, 1);
}

/* `n` is gone through; what is done with each stands in `body`. Closing all at the end is no
 * broadcast. */
void mark_iteration(struct extract *x, struct js_node *n, struct js_node *body) {
    static const char *const sends[] = {"send", "emit", NULL};
    struct js_node *bare = node_bare(n);
    if (bare && body && thing_of(x, bare).type == LIB_TYPE_WSS_CLIENTS &&
        node_calls(x, body, sends))
        (void)mark_add(x, MARK_WS_BROADCAST, bare);
}

/* class PrismaService extends PrismaClient */
void mark_base(struct extract *x, struct js_node *base) {
    struct thing t = thing_of(x, base);
    const struct lib_row *row = t.rows == LIB_NO_ROW ? NULL : lib_export(t.rows, LIB_USE, t.path);
    if (!row || row->mark != MARK_STORE_SHARED)
        return;
    struct fact_mark *m = mark_add(x, row->mark, base);
    m->library = (uint16_t)(row - lib_rows);
    m->detail = fact_put(x, str_of(row->module));
}

void mark_imports(struct extract *x) {
    for (uint32_t i = 0; i < x->facts->imports.n; i++) {
        const struct fact_import *m = &x->facts->imports.at[i];
        uint16_t first = m->is_type ? LIB_NO_ROW : lib_module(fact_str(x->facts, m->module));
        const struct lib_row *row =
            first == LIB_NO_ROW ? NULL : lib_export(first, LIB_IMPORT, (struct str){NULL, 0});
        if (!row || row->mark == LIB_NO_MARK)
            continue;
        struct fact_mark *mark = mark_add(x, row->mark, x->tree->root);
        mark->library = (uint16_t)(row - lib_rows);
        mark->span = m->span;
    }
}

/* ---- decorators ---------------------------------------------------------------------------- */

static bool route_verb(struct str word) {
    return str_eqz(word, "Post") || str_eqz(word, "Get") || str_eqz(word, "All") ||
           str_eqz(word, "Put");
}

static void mark_decorated_route(struct extract *x, struct js_node *d, struct js_node *call,
                                 struct str word, uint32_t klass, uint32_t function) {
    struct str path = {NULL, 0};
    if (call)
        (void)node_constant(x, node_argument(call, 0), &path);
    if (function == FACT_NONE && klass != FACT_NONE && path.n && str_ends(word, STR("ontroller")))
        x->classes.at[klass].route = path;
    if (function != FACT_NONE && klass != FACT_NONE && route_verb(word))
        mark_route(x, d, word, x->classes.at[klass].route, path, function);
}

void mark_decorator(struct extract *x, struct js_node *d, uint32_t klass, uint32_t function,
                    struct js_node *name) {
    struct js_node *bare = node_bare(d->first);
    struct js_node *call = bare && bare->kind == JS_N_CALL ? bare : NULL;
    struct js_node *callee = call ? node_callee(call) : bare;
    struct str path = node_path(x, callee);
    if (!callee)
        return;
    mark_decorated_route(x, d, call, path, klass, function);
    struct thing t = thing_of(x, callee);
    const struct lib_row *row =
        t.rows == LIB_NO_ROW ? NULL : lib_export(t.rows, LIB_DECORATOR, t.path);
    if (!row || row->mark == LIB_NO_MARK)
        return;
    struct fact_mark *m = mark_add(x, row->mark, d);
    m->library = (uint16_t)(row - lib_rows);
    m->flags = row->flags & ~(uint32_t)LIB_FLAGS;
    m->klass = klass;
    m->body = function;
    m->name = name ? fact_put(x, node_text(x, name)) : (struct fact_text){0};
    m->detail = call && row->detail >= 0 ? text_of(x, detail_of(x, call, row->detail))
                                         : (struct fact_text){0};
    if (function != FACT_NONE && function_has_effect(x, function))
        m->flags |= MARK_EFFECT;
    if (call)
        (void)mark_finish(x, row, call, 0, m);
}
