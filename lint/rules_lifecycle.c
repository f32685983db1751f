/* Start, readiness, signals and shutdown, as the source shows them. */
#include "lint/hazard.h"

static bool flag(const struct hazard *h, enum opt_id id) {
    const struct value *v = app_value(h->app, id);
    for (size_t i = 0; v && i < value_alternatives(v); i++) {
        const struct value *alt = value_alternative(v, i);
        if (alt->kind == VALUE_BOOL && alt->boolean)
            return true;
    }
    return false;
}

static struct span setting_span(const struct hazard *h, enum opt_id id) {
    const struct setting *s = h->app->set[id];
    return s ? lint_span(s->value, s->key_span) : (struct span){0};
}

static bool has(const struct hazard *h, unsigned kind) {
    uint32_t file;
    return hazard_mark(h, kind, &file) != NULL;
}

/* A finding at a setting of the configuration. */
static struct diag *at_setting(struct hazard *h, unsigned rule, enum opt_id id,
                               struct str message) {
    struct diag *d = diag_add(h->l->sink, rule, setting_span(h, id), "%.*s", STR_ARG(message));
    diag_about(d, h->app->label, str_of(options[id].name));
    diag_note(h->l->sink, d, "searched %zu file%s from %.*s", h->source->files.n,
              h->source->files.n == 1 ? "" : "s", STR_ARG(h->source->files.at[0]->src->name));
    return d;
}

/* ---- EC0501 to EC0505 ------------------------------------------------------------------------ */

static void check_ready_never(struct hazard *h) {
    if (!flag(h, OPT_WAIT_READY) || has(h, MARK_READY) || has(h, MARK_PM2_API) ||
        !hazard_is_whole(h))
        return;
    struct diag *d =
        at_setting(h, RULE_READY_NEVER, OPT_WAIT_READY,
                   arena_fmt(h->l->a,
                             "`%.*s` waits for 'ready', and nothing in its source sends it: every "
                             "start takes the whole listen_timeout",
                             STR_ARG(h->app->label)));
    uint32_t file;
    const struct fact_mark *listen = hazard_mark(h, MARK_LISTEN, &file);
    if (listen)
        diag_relate(h->l->sink, d, hazard_span(h, file, listen->span), "it could be sent here");
    diag_help(h->l->sink, d, "after listening: process.send?.('ready'); or remove wait_ready");
}

/* The listen() of the same function, where it is not sent in its callback. */
static const struct fact_mark *early_for(const struct hazard *h, uint32_t file,
                                         const struct fact_mark *m) {
    const struct facts *f = h->link->files[file].facts;
    for (uint32_t i = 0; i < f->marks.n; i++)
        if (f->marks.at[i].kind == MARK_LISTEN && f->marks.at[i].function == m->function)
            return m->flags & MARK_IN_LISTEN ? NULL : &f->marks.at[i];
    return NULL;
}

static void check_ready_sent(struct hazard *h, uint32_t file, const struct fact_mark *m) {
    bool waits = flag(h, OPT_WAIT_READY), is_set = h->app->set[OPT_WAIT_READY] != NULL;
    if (!(m->flags & MARK_GUARDED)) {
        struct diag *d =
            source_add(h, RULE_READY_UNGUARDED, file, m->span,
                       "process.send is missing without a supervisor: started by hand, "
                       "the program throws here");
        diag_help(h->l->sink, d, "write process.send?.('ready')");
    }
    if (!waits && !is_set && h->scale.is_cluster) {
        struct diag *d = source_add(h, RULE_READY_NOT_AWAITED, file, m->span,
                                    "`%.*s` says when it is ready, and wait_ready is off: a reload "
                                    "does not wait for it",
                                    STR_ARG(h->app->label));
        diag_help(h->l->sink, d, "set wait_ready: true");
    }
    const struct fact_mark *listen = waits ? early_for(h, file, m) : NULL;
    if (listen) {
        struct diag *d =
            source_add(h, RULE_READY_EARLY, file, m->span,
                       "'ready' is sent before the service listens: a reload takes the "
                       "old process away too early");
        diag_relate(h->l->sink, d, hazard_span(h, file, listen->span), "it listens here");
        diag_help(h->l->sink, d, "send it in listen's callback");
    }
}

static void check_listen_timeout(struct hazard *h) {
    uint32_t file;
    const struct fact_mark *m = hazard_mark(h, MARK_LISTEN, &file);
    if (!m || !(m->flags & MARK_AFTER_AWAIT) || h->app->set[OPT_LISTEN_TIMEOUT] ||
        !h->scale.is_cluster)
        return;
    struct diag *d = source_add(
        h, RULE_LISTEN_TIMEOUT, file, m->span,
        "a reload waits 3 s for the service to listen, and work is awaited before it does");
    diag_help(h->l->sink, d, "set a listen_timeout that covers the start, listen_timeout: 10000");
}

/* ---- EC0506 to EC0509, EC0514 ---------------------------------------------------------------- */

static const struct fact_mark *signal_mark(const struct hazard *h, const char *name,
                                           uint32_t *file) {
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++)
            if (f->marks.at[k].kind == MARK_SIGNAL &&
                str_eqz(fact_str(f, f->marks.at[k].detail), name)) {
                *file = i;
                return &f->marks.at[k];
            }
    }
    return NULL;
}

static bool is_service(const struct hazard *h) {
    return has(h, MARK_LISTEN) || has(h, MARK_QUEUE_SHARED) || has(h, MARK_WS_SERVER);
}

static void check_signals(struct hazard *h) {
    uint32_t file;
    const struct fact_mark *term = signal_mark(h, "SIGTERM", &file);
    bool handles = signal_mark(h, "SIGINT", &(uint32_t){0}) || has(h, MARK_SHUTDOWN_HOOKS);
    bool chosen = h->app->set[OPT_KILL_SIGNAL] || flag(h, OPT_SHUTDOWN_WITH_MESSAGE);
    if (handles || chosen || !hazard_is_whole(h))
        return;
    if (term) {
        struct diag *d =
            source_add(h, RULE_SIGTERM_ONLY, file, term->span,
                       "this never runs: `%.*s` is stopped with SIGINT and handles only "
                       "SIGTERM",
                       STR_ARG(h->app->label));
        diag_help(h->l->sink, d, "handle SIGINT too; ecort also takes kill_signal: 'SIGTERM'");
    } else if (is_service(h)) {
        const struct fact_mark *at = hazard_mark(h, MARK_LISTEN, &file);
        bool is_server = at || (at = hazard_mark(h, MARK_WS_SERVER, &file));
        at = at ? at : hazard_mark(h, MARK_QUEUE_SHARED, &file);
        struct diag *d =
            source_add(h, RULE_NO_SIGINT, file, at->span,
                       "open %s are cut when `%.*s` stops: nothing in its source handles SIGINT",
                       is_server ? "requests" : "jobs", STR_ARG(h->app->label));
        diag_help(h->l->sink, d, "at SIGINT, close the %s, then exit",
                  is_server ? "server" : "queue");
    }
}

static void check_kill_timeout(struct hazard *h) {
    uint32_t file;
    const struct fact_mark *m = signal_mark(h, "SIGINT", &file);
    if (!m || !(m->flags & MARK_DRAINS) || h->app->set[OPT_KILL_TIMEOUT])
        return;
    struct diag *d = source_add(h, RULE_KILL_TIMEOUT, file, m->span,
                                "what is closed here has 1.6 s, then the process is killed");
    diag_help(h->l->sink, d, "set a kill_timeout that covers it, kill_timeout: 10000");
}

static void check_message(struct hazard *h) {
    if (!flag(h, OPT_SHUTDOWN_WITH_MESSAGE) || has(h, MARK_MESSAGE_HANDLER) ||
        has(h, MARK_PM2_API) || !hazard_is_whole(h))
        return;
    struct diag *d =
        at_setting(h, RULE_SHUTDOWN_MESSAGE, OPT_SHUTDOWN_WITH_MESSAGE,
                   arena_fmt(h->l->a,
                             "`%.*s` is sent a message to stop, and nothing in its source reads "
                             "messages: every stop takes the whole kill_timeout",
                             STR_ARG(h->app->label)));
    diag_help(
        h->l->sink, d,
        "process.on('message', m => { if (m === 'shutdown') close() }), or remove the option");
}

static void check_nest_hooks(struct hazard *h) {
    uint32_t file;
    const struct fact_mark *m = hazard_mark(h, MARK_DESTROY_HOOK, &file);
    if (!m || has(h, MARK_SHUTDOWN_HOOKS) || signal_mark(h, "SIGINT", &(uint32_t){0}) ||
        signal_mark(h, "SIGTERM", &(uint32_t){0}) || !hazard_is_whole(h))
        return;
    struct diag *d = source_add(h, RULE_NEST_HOOKS, file, m->span,
                                "this never runs when `%.*s` is stopped: shutdown hooks are not "
                                "enabled",
                                STR_ARG(h->app->label));
    diag_help(h->l->sink, d, "call app.enableShutdownHooks() where the application is made");
}

/* ---- EC0511, EC0606, EC0607 ------------------------------------------------------------------ */

static void check_uncaught(struct hazard *h, uint32_t file, const struct fact_mark *m) {
    if (m->flags & MARK_EXITS)
        return;
    struct diag *d = source_add(h, RULE_EXCEPTION_SWALLOWED, file, m->span,
                                "after an uncaught exception the program goes on in an unknown "
                                "state, and nothing restarts it");
    diag_help(h->l->sink, d, "log it, then process.exit(1)");
}

static void check_autorestart(struct hazard *h) {
    const struct value *v = app_value(h->app, OPT_AUTORESTART);
    bool off = v && v->kind == VALUE_BOOL && !v->boolean;
    uint32_t file;
    const struct fact_mark *listen = hazard_mark(h, MARK_LISTEN, &file);
    if (!off || !listen)
        return;
    struct diag *d =
        diag_add(h->l->sink, RULE_SERVER_NO_RESTART, setting_span(h, OPT_AUTORESTART),
                 "`%.*s` is a server and stays down after a crash", STR_ARG(h->app->label));
    diag_about(d, h->app->label, STR("autorestart"));
    diag_relate(h->l->sink, d, hazard_span(h, file, listen->span), "it listens here");
    diag_help(h->l->sink, d, "remove autorestart: false");
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* seed.js, import-users.ts: the word alone, not important.js. */
static bool is_named_one_shot(const struct hazard *h) {
    static const char *const words[] = {"seed",       "seeder", "migrate", "migration",
                                        "migrations", "import", "backfill"};
    struct str rest = path_basename(h->source->files.at[0]->src->name);
    while (rest.n) {
        size_t n = 0;
        while (n < rest.n && is_letter(rest.p[n]))
            n++;
        for (size_t i = 0; i < ARRAY_LEN(words); i++)
            if (str_eqz((struct str){rest.p, n}, words[i]))
                return true;
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    return false;
}

/* Nothing in it keeps a process alive. */
static void check_one_shot(struct hazard *h) {
    static const unsigned keeps[] = {
        MARK_LISTEN,       MARK_HTTP_SERVER, MARK_WS_SERVER,       MARK_SOCKETIO_SERVER,
        MARK_GATEWAY,      MARK_SCHEDULE,    MARK_INTERVAL,        MARK_CONSUMER,
        MARK_QUEUE_SHARED, MARK_QUEUE_LOCAL, MARK_FS_WATCH,        MARK_PUBSUB_SHARED,
        MARK_CLUSTER_FORK, MARK_PM2_API,     MARK_WORKER_POOL,     MARK_STORE_SHARED,
        MARK_EMITTER,      MARK_SIGNAL,      MARK_MESSAGE_HANDLER, MARK_DB_POOL};
    uint32_t file;
    for (size_t i = 0; i < ARRAY_LEN(keeps); i++)
        if (hazard_mark(h, keeps[i], &file))
            return;
    if (!is_named_one_shot(h) || h->app->set[OPT_AUTORESTART] || h->app->set[OPT_CRON_RESTART] ||
        !hazard_is_whole(h))
        return;
    struct diag *d =
        diag_add(h->l->sink, RULE_ONE_SHOT,
                 h->app->set[OPT_SCRIPT] ? setting_span(h, OPT_SCRIPT)
                                         : lint_span(h->app->value, (struct span){0}),
                 "`%.*s` does its work and ends, and is started again at once, for ever",
                 STR_ARG(h->app->label));
    diag_about(d, h->app->label, STR("autorestart"));
    diag_note(h->l->sink, d,
              "looked for and not found: a port, a timer, a queue, a signal handler");
    diag_help(h->l->sink, d, "set autorestart: false, and cron_restart where it should run again");
}

void source_lifecycle(struct hazard *h) {
    check_ready_never(h);
    check_listen_timeout(h);
    check_signals(h);
    check_kill_timeout(h);
    check_message(h);
    check_nest_hooks(h);
    check_autorestart(h);
    check_one_shot(h);
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++) {
            if (f->marks.at[k].kind == MARK_READY)
                check_ready_sent(h, i, &f->marks.at[k]);
            else if (f->marks.at[k].kind == MARK_UNCAUGHT)
                check_uncaught(h, i, &f->marks.at[k]);
        }
    }
}
