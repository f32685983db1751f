/* Work without a library: timers, process events, listening, locks by their spelling, payment
 * routes, files. */
#include "lint/scan/extract_in.h"

/* ---- what functions do --------------------------------------------------------------------- */

static bool is_effect_name(struct str s) {
    static const char *const words[] = {
        "fetch",      "send",      "emit",       "publish",    "save",          "query",
        "insert",     "update",    "create",     "write",      "request",       "post",
        "notify",     "execute",   "findOne",    "deleteMany", "updateMany",    "updateOne",
        "insertMany", "deleteOne", "sendMail",   "axios",      "writeFileSync", "writeFile",
        "appendFile", "unlink",    "unlinkSync", "exec",       "spawn",         "then"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eqz(s, words[i]))
            return true;
    return false;
}

static bool has_effect(struct extract *x, struct js_node *n, int depth);

static bool call_has_effect(struct extract *x, struct js_node *n, int depth) {
    struct js_node *callee = node_callee(n);
    if (!callee)
        return false;
    uint32_t f = function_of(x, callee);
    if (f != FACT_NONE)
        return depth < 4 && function_has_effect(x, f);
    struct str path = node_path(x, callee);
    if (str_starts(path, STR("console.")) || str_starts(path, STR("this.logger.")) ||
        str_starts(path, STR("logger.")))
        return false;
    struct str name =
        callee->kind == JS_N_MEMBER ? node_key(x, node_field(callee, JS_F_PROPERTY)) : path;
    if (is_effect_name(name))
        return true;
    struct js_node *object =
        callee->kind == JS_N_MEMBER ? node_bare(node_field(callee, JS_F_OBJECT)) : callee;
    const struct binding *b =
        object && object->kind == JS_N_MEMBER ? member_of(x, object) : binding_of(x, object);
    if (b && b->kind == BIND_FIELD)
        return b->flags & BIND_GIVEN; /* this.orders.close(): a service that was injected */
    struct str module = b && b->kind == BIND_IMPORT
                            ? fact_str(x->facts, x->facts->imports.at[b->index].module)
                            : (struct str){NULL, 0};
    return module.n && (module.p[0] == '.' || module.p[0] == '@' || module.p[0] == '~') &&
           thing_of(x, object).rows == LIB_NO_ROW;
}

static bool has_effect(struct extract *x, struct js_node *n, int depth) {
    if (n->kind == JS_N_AWAIT)
        return true;
    if (n->kind == JS_N_CALL && call_has_effect(x, n, depth))
        return true;
    for (struct js_node *c = n->first; c; c = c->next)
        if (has_effect(x, c, depth))
            return true;
    return false;
}

bool function_has_effect(struct extract *x, uint32_t function) {
    struct fn *fn = &x->fns.at[function];
    if (fn->effect_known == 0) {
        fn->effect_known = 1;
        if (fn->body && has_effect(x, fn->body, 0))
            x->fns.at[function].effect_known = 2;
    }
    return x->fns.at[function].effect_known == 2;
}

static bool calls_any(struct extract *x, struct js_node *n, const char *const *names, int depth) {
    struct js_node *callee = n->kind == JS_N_CALL ? node_callee(n) : NULL;
    if (callee) {
        struct js_node *name =
            callee->kind == JS_N_MEMBER ? node_field(callee, JS_F_PROPERTY) : callee;
        for (size_t i = 0; names[i]; i++)
            if (node_is(x, name, names[i]))
                return true;
        uint32_t f = function_of(x, callee);
        if (f != FACT_NONE && depth < 3 && x->fns.at[f].body && !node_is_function(callee) &&
            calls_any(x, x->fns.at[f].body, names, depth + 1))
            return true;
    }
    for (struct js_node *c = n->first; c; c = c->next)
        if (calls_any(x, c, names, depth))
            return true;
    return false;
}

bool node_calls(struct extract *x, struct js_node *n, const char *const *names) {
    return calls_any(x, n, names, 0);
}

bool function_calls(struct extract *x, uint32_t function, const char *const *names) {
    struct js_node *body = function == FACT_NONE ? NULL : x->fns.at[function].body;
    return body && calls_any(x, body, names, 0);
}

/* ---- timers -------------------------------------------------------------------------------- */

static bool names_function(struct extract *x, struct js_node *n, uint32_t function, int depth) {
    if (depth > 40)
        return false;
    if ((n->kind == JS_N_IDENTIFIER || n->kind == JS_N_MEMBER) && function_of(x, n) == function)
        return true;
    for (struct js_node *c = n->first; c; c = c->next)
        if (names_function(x, c, function, depth + 1))
            return true;
    return false;
}

/* The function round a setTimeout that the timer calls again. */
static uint32_t repeats(struct extract *x, struct js_node *what) {
    for (uint32_t f = x->function; f != 0 && f != FACT_NONE; f = x->facts->functions.at[f].outer)
        if (x->facts->functions.at[f].name.n && names_function(x, what, f, 0))
            return f;
    return FACT_NONE;
}

static bool is_unref(const struct extract *x, struct js_node *call) {
    struct str rest = {x->tree->text.p + call->end, x->tree->text.n - call->end};
    return str_starts(rest, STR(".unref"));
}

void mark_timer(struct extract *x, struct js_node *call, struct str callee) {
    struct js_node *what = node_argument(call, 0);
    bool is_timeout = str_ends(callee, STR("setTimeout"));
    if (!what)
        return;
    uint32_t body = function_of(x, what);
    if (is_timeout) {
        uint32_t again = repeats(x, what);
        bool is_boot = x->function == 0 || (x->facts->functions.at[x->function].flags & FN_HOOK);
        if (again == FACT_NONE && !is_boot)
            return;
        body = again == FACT_NONE ? body : again;
        is_timeout = again == FACT_NONE;
    }
    struct fact_mark *m = mark_add(x, MARK_INTERVAL, call);
    m->klass = x->klass;
    m->body = body;
    m->detail = text_of(x, node_argument(call, 1));
    m->name = body == FACT_NONE ? (struct fact_text){0} : x->facts->functions.at[body].name;
    uint32_t flags = (is_timeout ? MARK_ONCE : 0) | (is_unref(x, call) ? MARK_UNREF : 0);
    if (body == FACT_NONE || function_has_effect(x, body))
        flags |= MARK_EFFECT;
    m->flags = flags;
}

/* ---- process ------------------------------------------------------------------------------- */

static uint32_t handler_flags(struct extract *x, uint32_t body) {
    static const char *const exits[] = {"exit", "kill", "abort", NULL};
    static const char *const drains[] = {"close", "disconnect", "end",         "quit",  "shutdown",
                                         "stop",  "destroy",    "$disconnect", "drain", NULL};
    return (function_calls(x, body, exits) ? MARK_EXITS : 0) |
           (function_calls(x, body, drains) ? MARK_DRAINS : 0);
}

static void mark_event(struct extract *x, struct js_node *call, struct str event) {
    uint32_t body = function_of(x, node_argument(call, 1));
    unsigned kind = MARK_SIGNAL;
    if (str_eqz(event, "message"))
        kind = MARK_MESSAGE_HANDLER;
    else if (str_eqz(event, "uncaughtException") || str_eqz(event, "unhandledRejection"))
        kind = MARK_UNCAUGHT;
    else if (!str_starts(event, STR("SIG")))
        return;
    struct fact_mark *m = mark_add(x, kind, call);
    m->body = body;
    m->detail = fact_put(x, event);
    m->flags = handler_flags(x, body);
    struct str text = node_text(x, call);
    if (kind == MARK_MESSAGE_HANDLER)
        m->detail =
            text_has(text, "shutdown") ? fact_put(x, STR("shutdown")) : (struct fact_text){0};
}

/* ['SIGINT', 'SIGTERM'].forEach(s => process.on(s, ...)), for (const s of [...]) */
static void mark_events_of(struct extract *x, struct js_node *call, struct js_node *name) {
    const struct binding *b = binding_of(x, name);
    struct js_node *list = NULL, *outer = b ? x->fns.at[b->function].call : NULL;
    if (b && b->kind == BIND_PARAM && outer)
        list = node_bare(node_field(node_callee(outer), JS_F_OBJECT));
    else if (b)
        list = node_bare(x->loop_over);
    const struct binding *named = binding_of(x, list);
    list = named && named->kind == BIND_VAR ? named->init : list;
    for (struct js_node *c = list && list->kind == JS_N_ARRAY ? list->first : NULL; c;
         c = c->next) {
        struct str event;
        if (node_constant(x, c, &event))
            mark_event(x, call, event);
    }
}

static bool is_after_listen(struct extract *x) {
    for (uint32_t f = x->function; f != 0 && f != FACT_NONE; f = x->facts->functions.at[f].outer) {
        struct str callee = fact_str(x->facts, x->facts->functions.at[f].callee);
        struct str event = fact_str(x->facts, x->facts->functions.at[f].event);
        if (str_ends(callee, STR("listen")) || str_eqz(event, "listening"))
            return true;
        if (x->fns.at[f].has_listened)
            return true;
    }
    return x->fns.at[0].has_listened;
}

static bool is_tested(struct extract *x, struct js_node *callee) {
    if (js_node_marked(callee, JS_T_OPTIONAL))
        return true;
    for (uint32_t g = x->guard; g != FACT_NONE; g = x->facts->guards.at[g].outer) {
        struct fact_span s = x->facts->guards.at[g].span;
        struct str text = {x->tree->text.p + s.begin, s.end - s.begin};
        if (text_has(text, "process.send") || text_has(text, "process.connected"))
            return true;
    }
    return false;
}

void mark_process(struct extract *x, struct js_node *call, struct str callee) {
    struct js_node *first = node_argument(call, 0);
    struct str text;
    bool is_event = str_eqz(callee, "process.on") || str_eqz(callee, "process.once") ||
                    str_eqz(callee, "process.addListener");
    if (is_event && node_constant(x, first, &text)) {
        mark_event(x, call, text);
    } else if (is_event && first && first->kind == JS_N_IDENTIFIER) {
        mark_events_of(x, call, first);
    } else if (str_eqz(callee, "process.send") && node_constant(x, first, &text) &&
               str_eqz(text, "ready")) {
        struct js_node *function = node_field(call, JS_F_FUNCTION);
        bool tested = is_tested(x, function) || js_node_marked(call, JS_T_OPTIONAL);
        struct fact_mark *m = mark_add(x, MARK_READY, call);
        m->flags = (tested ? MARK_GUARDED : 0) | (is_after_listen(x) ? MARK_IN_LISTEN : 0);
    }
}

/* ---- paths --------------------------------------------------------------------------------- */

static bool is_instance_name(struct str s) {
    return text_has(s, "INSTANCE") || str_eqz(s, "pm_id") || text_has(s, "WORKER");
}

uint32_t path_flags(struct extract *x, struct js_node *n, int depth) {
    struct str text;
    n = node_bare(n);
    if (!n || depth > 6)
        return 0;
    if (node_string(x, n, &text) || node_is(x, n, "__dirname") || node_is(x, n, "__filename"))
        return MARK_CONSTANT;
    struct env_value v = env_value(x, n, 0);
    if (v.is_set)
        return is_instance_name(v.name) ? MARK_PER_INSTANCE : MARK_CONSTANT;
    struct str path = node_path(x, n);
    if (str_eqz(path, "process.pid") || str_eqz(path, "cluster.worker.id") ||
        str_eqz(path, "os.tmpdir"))
        return str_eqz(path, "os.tmpdir") ? MARK_CONSTANT : MARK_PER_INSTANCE;
    if (str_eqz(path, "process.cwd"))
        return MARK_CONSTANT;
    const struct binding *b = n->kind == JS_N_MEMBER ? member_of(x, n) : binding_of(x, n);
    if (b)
        return (b->kind == BIND_VAR || b->kind == BIND_FIELD) && b->init && !b->path.n
                   ? path_flags(x, b->init, depth + 1)
                   : 0;
    bool is_join =
        n->kind == JS_N_CALL && (str_ends(path, STR("join")) || str_ends(path, STR("resolve")));
    struct js_node *parts = is_join ? node_field(n, JS_F_ARGUMENTS)
                            : n->kind == JS_N_TEMPLATE_STRING || n->kind == JS_N_BINARY ? n
                                                                                        : NULL;
    uint32_t all = MARK_CONSTANT, any = 0;
    for (struct js_node *c = parts ? parts->first : NULL; c; c = c->next) {
        struct js_node *part = c->kind == JS_N_TEMPLATE_SUBSTITUTION ? c->first : c;
        uint32_t one = path_flags(x, part, depth + 1);
        all &= one;
        any |= one & MARK_PER_INSTANCE;
    }
    return any ? any : parts ? all : 0;
}

/* ---- routes -------------------------------------------------------------------------------- */

static bool has_any(struct str s, const char *const *words) {
    char low[200];
    size_t n = s.n < sizeof low ? s.n : sizeof low;
    for (size_t i = 0; i < n; i++)
        low[i] = str_lower(s.p[i]);
    for (; *words; words++)
        if (memmem(low, n, *words, strlen(*words)))
            return true;
    return false;
}

bool is_payment_path(struct str path) {
    static const char *const who[] = {
        "pay",      "stripe", "vnp",    "momo",    "zalo",     "razorpay",    "midtrans",
        "wechat",   "wxpay",  "mollie", "adyen",   "checkout", "billing",     "paddle",
        "xendit",   "iyzi",   "klarna", "invoice", "mercado",  "flutterwave", "lemonsqueezy",
        "coinbase", "onepay", "order",  NULL};
    static const char *const what[] = {"webhook", "ipn",  "callback", "notify", "notification",
                                       "return",  "hook", "confirm",  NULL};
    return has_any(path, what) && has_any(path, who);
}

void mark_route(struct extract *x, struct js_node *at, struct str verb, struct str prefix,
                struct str path, uint32_t body) {
    struct str whole =
        arena_fmt(x->arena, "%s%.*s%s%.*s", prefix.n && prefix.p[0] != '/' ? "/" : "",
                  STR_ARG(prefix), path.n && path.p[0] != '/' ? "/" : "", STR_ARG(path));
    if (!is_payment_path(whole))
        return;
    char upper[8] = "";
    for (size_t i = 0; i < verb.n && i < sizeof upper - 1; i++)
        upper[i] = verb.p[i] >= 'a' && verb.p[i] <= 'z' ? (char)(verb.p[i] - 32) : verb.p[i];
    struct fact_mark *m = mark_add(x, MARK_PAYMENT_HANDLER, at);
    m->body = body;
    m->klass = x->klass;
    m->name = fact_put(x, arena_fmt(x->arena, "%s %.*s", upper, STR_ARG(whole)));
    m->detail = fact_put(x, whole);
}

static void mark_express_route(struct extract *x, struct js_node *call, struct js_node *method) {
    static const char *const verbs[] = {"get", "post", "put", "all"};
    struct str path, verb = node_key(x, method);
    bool is_verb = false;
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
        is_verb |= str_eqz(verb, verbs[i]);
    if (!is_verb || !node_constant(x, node_argument(call, 0), &path) || path.n < 2 ||
        path.p[0] != '/' || !node_argument(call, 1))
        return;
    struct js_node *last = node_field(call, JS_F_ARGUMENTS)->first;
    while (last->next)
        last = last->next;
    mark_route(x, call, verb, (struct str){NULL, 0}, path, function_of(x, last));
}

/* ---- the door ------------------------------------------------------------------------------ */

static void mark_listen(struct extract *x, struct js_node *call, struct js_node *object) {
    struct js_node *port = node_argument(call, 0);
    uint8_t type = thing_of(x, object).type;
    if (type == LIB_TYPE_IO || (port && node_is_function(port)) || (!port && !type))
        return;
    struct fact_mark *m = mark_add(x, MARK_LISTEN, call);
    struct js_node *given = port && port->kind == JS_N_OBJECT ? option_of(x, port, "port") : port;
    struct str callee = fact_str(x->facts, x->facts->functions.at[x->function].callee);
    struct str event = fact_str(x->facts, x->facts->functions.at[x->function].event);
    m->detail = text_of(x, given);
    bool is_after = x->fns.at[x->function].has_awaited || str_ends(callee, STR(".then")) ||
                    str_eqz(event, "open") || str_eqz(event, "connected");
    m->flags = is_after ? MARK_AFTER_AWAIT : 0;
    x->fns.at[x->function].has_listened = true;
}

static void mark_untyped_method(struct extract *x, struct js_node *call, struct js_node *callee,
                                struct str path) {
    struct js_node *method = node_field(callee, JS_F_PROPERTY);
    struct js_node *object = node_bare(node_field(callee, JS_F_OBJECT));
    if (node_is(x, method, "listen"))
        mark_listen(x, call, object);
    else if (node_is(x, method, "enableShutdownHooks") && !row_of_call(x, call))
        (void)mark_add(x, MARK_SHUTDOWN_HOOKS, call);
    else if (node_is(x, method, "useWebSocketAdapter") && !row_of_call(x, call))
        mark_add(x, MARK_GATEWAY_ADAPTER, call)->detail = text_of(x, node_argument(call, 0));
    else if ((str_ends(path, STR("equelize.sync")) || str_ends(path, STR(".migrate.latest")) ||
              str_ends(path, STR(".runMigrations"))) &&
             !row_of_call(x, call))
        (void)mark_add(x, MARK_MIGRATION, call);
    mark_express_route(x, call, method);
}

void mark_idiom(struct extract *x, struct js_node *call) {
    struct js_node *callee = node_callee(call);
    if (!callee || call->kind != JS_N_CALL)
        return;
    struct str path = node_path(x, callee);
    if (node_is_global(x, callee, "setInterval") || node_is_global(x, callee, "setTimeout") ||
        str_eqz(path, "global.setInterval") || str_eqz(path, "globalThis.setInterval"))
        mark_timer(x, call, path);
    else if (str_starts(path, STR("process.")))
        mark_process(x, call, path);
    if (callee->kind == JS_N_MEMBER)
        mark_untyped_method(x, call, callee, path);
    const struct lib_row *row = row_of_call(x, call);
    if (is_own_lock_call(x, call) && !(row && row->mark == MARK_LOCK_SHARED))
        mark_add(x, MARK_LOCK_SHARED, call)->detail = text_of(x, node_argument(call, 0));
}

void mark_string(struct extract *x, struct js_node *n) {
    struct str text;
    if (!node_string(x, n, &text) || text.n < 12 || text.n > 200)
        return;
    if (str_eqz(text, "text/event-stream"))
        mark_add(x, MARK_SSE, n)->detail = fact_put(x, text);
    else if (text_has(text, "journal_mode"))
        x->has_wal |= text_has(text, "WAL") || text_has(text, "wal");
    else if (text_has(text, "prisma migrate") || text_has(text, "db:migrate"))
        mark_add(x, MARK_MIGRATION, n)->detail = fact_put(x, text);
}

/* transports: ['websocket'], also where an adapter of Nest hands its options on. */
static void mark_transports(struct extract *x, struct js_node *pair, struct js_node *list) {
    struct str text;
    if (list->kind == JS_N_ARRAY && list->first && !list->first->next &&
        node_constant(x, list->first, &text) && str_eqz(text, "websocket"))
        (void)mark_add(x, MARK_SOCKETIO_WS_ONLY, pair);
}

/* synchronize: true, migrationsRun: true in whatever options they stand. */
void mark_pair(struct extract *x, struct js_node *pair) {
    struct js_node *key = node_field(pair, JS_F_KEY),
                   *value = node_bare(node_field(pair, JS_F_VALUE));
    if (value && node_is(x, key, "transports"))
        mark_transports(x, pair, value);
    if (!value || (!node_is(x, key, "synchronize") && !node_is(x, key, "migrationsRun")))
        return;
    bool is_test = value->kind != JS_N_TRUE && is_condition(x, value);
    if (value->kind != JS_N_TRUE && !is_test)
        return;
    struct fact_mark *m = mark_add(x, MARK_MIGRATION, pair);
    m->detail = fact_put(x, node_text(x, key));
    if (is_test)
        m->guard = guard_of(x, value, false);
}

void mark_method(struct extract *x, uint32_t function) {
    static const char *const hooks[] = {"onModuleDestroy", "beforeApplicationShutdown",
                                        "onApplicationShutdown"};
    const struct fact_function *f = &x->facts->functions.at[function];
    struct fact_text name = f->name;
    for (size_t i = 0; i < ARRAY_LEN(hooks); i++)
        if (str_eqz(fact_str(x->facts, name), hooks[i])) {
            struct fact_mark *m = mark_add(x, MARK_DESTROY_HOOK, x->fns.at[function].node);
            m->span = f->head;
            m->klass = f->klass;
            m->body = function;
            m->name = name;
        }
}
