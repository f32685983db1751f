/* What the table cannot say of a library: the option that makes it a hazard or none, a second mark
 * in the same call. */
#include "lint/scan/extract_in.h"

typedef bool finish_fn(struct extract *x, struct js_node *call, unsigned first,
                       struct fact_mark *m);

static bool is_true(struct extract *x, struct js_node *call, const char *key) {
    struct js_node *v = call_option(x, call, key);
    return v && v->kind != JS_N_FALSE && !is_nothing(x, v);
}

static struct fact_mark *also(struct extract *x, const struct fact_mark *m, unsigned kind,
                              struct js_node *at) {
    struct fact_mark *more = mark_add(x, kind, at);
    more->library = m->library;
    more->klass = m->klass;
    return more;
}

static bool finish_adapter(struct extract *x, struct js_node *call, unsigned first,
                           struct fact_mark *m) {
    (void)first;
    struct js_node *made = node_argument(call, 0);
    const struct lib_row *row =
        made && (made->kind == JS_N_CALL || made->kind == JS_N_NEW) ? row_of_call(x, made) : NULL;
    if (lib_rows[m->library].type == LIB_TYPE_IO && row && row->mark == MARK_SOCKETIO_ADAPTER)
        return false; /* what it is given makes the mark */
    return true;
}

static bool is_sqlite_name(struct str s) {
    return text_has(s, "sqlite") || str_eqz(s, "sqljs") || str_eqz(s, "expo");
}

static bool is_memory_path(struct extract *x, struct js_node *n) {
    struct str text;
    return n && node_constant(x, n, &text) &&
           (str_eqz(text, ":memory:") || str_starts(text, STR("file::memory:")));
}

/* Options of TypeORM, Sequelize, Knex and of pools: sqlite is a file, synchronize a migration. */
static bool finish_store(struct extract *x, struct js_node *call, unsigned first,
                         struct fact_mark *m) {
    static const char *const kinds[] = {"type", "dialect", "client"};
    static const char *const files[] = {"database", "storage", "filename"};
    struct str text;
    (void)first;
    m->detail = fact_put(x, str_of(mark_library_name(m->library)));
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct js_node *kind = call_option(x, call, kinds[i]);
        if (!kind || !node_constant(x, kind, &text) || !is_sqlite_name(text))
            continue;
        m->kind = MARK_LOCAL_DB;
        for (size_t k = 0; k < ARRAY_LEN(files); k++) {
            struct js_node *file = call_option(x, call, files[k]);
            file = file ? file : option_of(x, call_option(x, call, "connection"), files[k]);
            if (is_memory_path(x, file))
                return false;
            if (file)
                m->detail = text_of(x, file);
        }
    }
    struct js_node *pool = call_option(x, call, "pool");
    struct js_node *most = option_of(x, pool, "max");
    most = most ? most : call_option(x, call, "poolSize");
    most = most ? most : call_option(x, call, "maxPoolSize");
    if (most)
        also(x, m, MARK_DB_POOL, most)->detail = text_of(x, most);
    return true;
}

static bool finish_pool(struct extract *x, struct js_node *call, unsigned first,
                        struct fact_mark *m) {
    static const char *const keys[] = {"max", "connectionLimit", "poolSize", "maxPoolSize"};
    (void)first;
    m->detail = (struct fact_text){0};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        struct js_node *v = call_option(x, call, keys[i]);
        if (v)
            m->detail = text_of(x, v);
    }
    struct fact_mark *store = also(x, m, MARK_STORE_SHARED, call);
    store->detail = fact_put(x, str_of(mark_library_name(m->library)));
    return true;
}

static bool finish_local_db(struct extract *x, struct js_node *call, unsigned first,
                            struct fact_mark *m) {
    struct js_node *path = node_argument(call, 0), *file = call_option(x, call, "filename");
    (void)first;
    if (is_memory_path(x, path) || is_memory_path(x, file))
        return false;
    struct js_node *memory = call_option(x, call, "inMemoryOnly");
    if (memory && memory->kind == JS_N_TRUE)
        return false;
    struct js_node *arguments = node_field(call, JS_F_ARGUMENTS);
    struct str all = arguments ? node_text(x, arguments) : (struct str){NULL, 0};
    if (text_has(all, "OPEN_READONLY"))
        m->flags |= MARK_READONLY;
    m->flags |= path_flags(x, file ? file : path, 0);
    return true;
}

static bool finish_file(struct extract *x, struct js_node *call, unsigned first,
                        struct fact_mark *m) {
    int at = lib_rows[m->library].detail;
    (void)first;
    m->flags |= path_flags(x, node_argument(call, at < 0 ? 0 : (unsigned)at), 0);
    return true;
}

/* node-telegram-bot-api polls only where asked; Telegraf's launch takes a webhook instead. */
static bool finish_consumer(struct extract *x, struct js_node *call, unsigned first,
                            struct fact_mark *m) {
    const char *module = mark_library_name(m->library);
    (void)first;
    if (strcmp(module, "node-telegram-bot-api") == 0)
        return is_true(x, call, "polling");
    return !call_option(x, call, "webhook");
}

static bool finish_pubsub(struct extract *x, struct js_node *call, unsigned first,
                          struct fact_mark *m) {
    struct js_node *id = call_option(x, call, "clientId");
    (void)first;
    bool is_mqtt = strcmp(mark_library_name(m->library), "mqtt") == 0;
    if (is_mqtt && id && (path_flags(x, id, 0) & MARK_CONSTANT))
        also(x, m, MARK_CONSUMER, id)->detail = text_of(x, id);
    return true;
}

static bool finish_graphql(struct extract *x, struct js_node *call, unsigned first,
                           struct fact_mark *m) {
    return strcmp(mark_library_name(m->library), "mercurius") != 0 || first == 0 ||
           is_true(x, call, "subscription");
}

static bool finish_queue(struct extract *x, struct js_node *call, unsigned first,
                         struct fact_mark *m) {
    struct js_node *n = call_option(x, call, "concurrency");
    (void)first;
    if (strcmp(mark_library_name(m->library), "p-queue") == 0 && node_is(x, n, "1"))
        m->kind = MARK_LOCK_LOCAL;
    return true;
}

static bool finish_upload(struct extract *x, struct js_node *call, unsigned first,
                          struct fact_mark *m) {
    static const char *const keys[] = {"dest", "destination", "uploadDir", "tempFileDir",
                                       "directory"};
    (void)first;
    bool found = false;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        struct js_node *v = call_option(x, call, keys[i]);
        if (v && !node_is_function(v))
            m->detail = text_of(x, v);
        found |= v != NULL;
    }
    return found;
}

static bool finish_shutdown(struct extract *x, struct js_node *call, unsigned first,
                            struct fact_mark *m) {
    (void)call, (void)first;
    m->detail = fact_put(x, STR("SIGINT SIGTERM"));
    return true;
}

/* wss.clients.forEach(c => c.send(...)); closing all at the end is no broadcast. */
static bool finish_broadcast(struct extract *x, struct js_node *call, unsigned first,
                             struct fact_mark *m) {
    static const char *const sends[] = {"send", "emit", NULL};
    (void)first;
    return lib_rows[m->library].type != LIB_TYPE_WSS_CLIENTS || node_calls(x, call, sends);
}

/* The route that a webhook is checked in. */
static bool finish_payment(struct extract *x, struct js_node *call, unsigned first,
                           struct fact_mark *m) {
    (void)call, (void)first;
    for (uint32_t f = x->function; f != 0 && f != FACT_NONE; f = x->facts->functions.at[f].outer) {
        const struct fact_function *at = &x->facts->functions.at[f];
        struct str event = fact_str(x->facts, at->event);
        m->body = m->body == FACT_NONE ? f : m->body;
        m->name = event.n && event.p[0] == '/' ? at->event : at->name.n ? at->name : m->name;
        if (event.n && event.p[0] == '/') {
            m->body = f;
            break;
        }
    }
    return true;
}

static bool is_made_here(struct extract *x, struct js_node *n) {
    const struct binding *b = n && n->kind == JS_N_IDENTIFIER ? binding_of(x, n) : NULL;
    return n &&
           (n->kind == JS_N_NEW || n->kind == JS_N_CALL || (b && b->kind == BIND_VAR && b->init));
}

/* addCronJob(name, job): the job made here has its own mark. */
static bool finish_schedule(struct extract *x, struct js_node *call, unsigned first,
                            struct fact_mark *m) {
    struct js_node *second = node_argument(call, 1);
    struct str name, pattern;
    (void)first;
    if (node_constant(x, node_argument(call, 0), &name) && node_constant(x, second, &pattern)) {
        m->name = fact_put(x, name); /* scheduleJob('nightly', '0 3 * * *', f) */
        m->detail = fact_put(x, pattern);
    }
    if (lib_rows[m->library].type == LIB_TYPE_CRON_REGISTRY)
        return !is_made_here(x, second);
    if (lib_rows[m->library].how == LIB_DECORATOR && second && second->kind == JS_N_NUMBER)
        m->detail = text_of(x, second); /* @Interval('name', 1000) */
    return true;
}

static bool finish_listen(struct extract *x, struct js_node *call, unsigned first,
                          struct fact_mark *m) {
    (void)call, (void)first;
    if (x->fns.at[x->function].has_awaited)
        m->flags |= MARK_AFTER_AWAIT;
    return true;
}

static finish_fn *finish_of(unsigned kind) {
    static const struct {
        uint8_t kind;
        finish_fn *f;
    } table[] = {
        {MARK_SOCKETIO_ADAPTER, finish_adapter},
        {MARK_STORE_SHARED, finish_store},
        {MARK_DB_POOL, finish_pool},
        {MARK_LOCAL_DB, finish_local_db},
        {MARK_FILE_WRITE, finish_file},
        {MARK_CONSUMER, finish_consumer},
        {MARK_PUBSUB_SHARED, finish_pubsub},
        {MARK_GRAPHQL_PUBSUB, finish_graphql},
        {MARK_QUEUE_LOCAL, finish_queue},
        {MARK_UPLOAD_LOCAL, finish_upload},
        {MARK_SIGNAL, finish_shutdown},
        {MARK_LISTEN, finish_listen},
        {MARK_WS_BROADCAST, finish_broadcast},
        {MARK_PAYMENT_HANDLER, finish_payment},
        {MARK_SCHEDULE, finish_schedule},
    };
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (table[i].kind == kind)
            return table[i].f;
    return NULL;
}

/* Rows without a mark of their own that make one by an option. */
static bool finish_by_option(struct extract *x, const struct lib_row *row, struct js_node *call,
                             struct fact_mark *m) {
    struct js_node *n;
    struct str text;
    if (strcmp(row->module, "p-limit") == 0 && node_is(x, node_argument(call, 0), "1")) {
        m->kind = MARK_LOCK_LOCAL;
    } else if (strcmp(row->module, "@slack/bolt") == 0 && is_true(x, call, "socketMode")) {
        m->kind = MARK_CONSUMER;
    } else if (row->gives == LIB_TYPE_PUPPETEER && (n = call_option(x, call, "userDataDir"))) {
        m->kind = MARK_FIXED_PATH;
        m->detail = text_of(x, n);
        m->flags |= path_flags(x, n, 0);
    } else if (strcmp(row->module, "@libsql/client") == 0 && (n = call_option(x, call, "url")) &&
               node_constant(x, n, &text) && str_starts(text, STR("file:"))) {
        m->kind = MARK_LOCAL_DB;
        m->detail = text_of(x, n);
    } else {
        return false;
    }
    return true;
}

bool mark_finish(struct extract *x, const struct lib_row *row, struct js_node *call, unsigned first,
                 struct fact_mark *m) {
    if (row->mark == LIB_NO_MARK)
        return finish_by_option(x, row, call, m);
    finish_fn *f = finish_of(row->mark);
    return !f || f(x, call, first, m);
}
