/* What a service does through libraries that only one process may do, or that processes do not share:
 * one row per finding over the marks of the source. */
#include "lint/hazard.h"

enum trait {
    PER_RUN = 1,   /* a guard on one instance, or a lock in its body, makes it right */
    ANY_SCALE = 2, /* said for one instance too, at its own severity */
};

struct row {
    unsigned mark, rule;
    unsigned traits;
    uint32_t silent;    /* mark flags that make it right */
    unsigned unless[3]; /* marks elsewhere in the app that make it right, +1; 0: none */
    const char *what;   /* the sentence; %1: the mark's name or library, %2: the scale */
    const char *label;  /* beside the place */
    const char *looked; /* what would have made it right, and was not found */
    const char *help;
};

#define NO_GUARD "a guard on the instance number, a lock that all instances see"

static const struct row rows[] = {
    {MARK_WS_BROADCAST,
     RULE_WS_IN_MEMORY,
     0,
     MARK_SHARED,
     {MARK_PUBSUB_SHARED + 1},
     "the message reaches the websocket clients of one process: {scale} know each its own",
     "only this process's sockets",
     "a redis, nats or kafka channel between the instances",
     "publish the message, and let every instance send it to its own clients; or run one instance"},
    {MARK_SOCKETIO_SERVER,
     RULE_SOCKETIO_NO_ADAPTER,
     0,
     MARK_SHARED,
     {0},
     "socket.io reaches the sockets of one process: {scale} and no adapter between them",
     "rooms and broadcasts end here",
     "io.adapter(...) of @socket.io/redis-adapter, redis-streams, postgres, mongo or cluster",
     "io.adapter(createAdapter(pub, sub)) of @socket.io/redis-adapter; or run one instance"},
    {MARK_GATEWAY,
     RULE_GATEWAY_NO_ADAPTER,
     0,
     MARK_SHARED,
     {0},
     "the gateway reaches the sockets of one process: {scale} and no adapter between them",
     "rooms and broadcasts end here",
     "app.useWebSocketAdapter(...) with a shared adapter in the bootstrap",
     "install a RedisIoAdapter with app.useWebSocketAdapter(); or run one instance"},
    {MARK_SCHEDULE,
     RULE_CRON_LIBRARY,
     PER_RUN,
     MARK_DISTRIBUTED,
     {0},
     "the job runs once in each process: {scale}, no guard, no lock",
     "fires in each of them",
     NO_GUARD ", a job queue in a store",
     "run schedules in one fork app, or guard: if (process.env.{var} === '0')"},
    {MARK_INTERVAL,
     RULE_INTERVAL_DUPLICATED,
     PER_RUN,
     0,
     {0},
     "the timer's work is done in each process: {scale}, no guard, no lock",
     "starts in each of them",
     NO_GUARD,
     "move it into one fork app, or guard: if (process.env.{var} === '0')"},
    {MARK_SESSION,
     RULE_SESSION_MEMORY,
     0,
     MARK_SHARED,
     {0},
     "sessions are in the memory of one process: with {scale} a login holds for some requests only",
     "no store",
     "store: in its options",
     "give it a store that all instances share, such as connect-redis"},
    {MARK_PASSPORT_SESSION,
     RULE_PASSPORT_SESSION,
     0,
     MARK_SHARED,
     {0},
     "the login is in a session that only one of {scale} has",
     "",
     "a session store",
     "give the session a store that all instances share"},
    {MARK_RATE_LIMIT,
     RULE_RATE_LIMIT,
     0,
     MARK_SHARED,
     {0},
     "the limit is counted in each process: {scale} let through as many times the limit",
     "counts in memory",
     "a shared store in its options",
     "give it a store that all instances share, such as rate-limit-redis"},
    {MARK_CACHE,
     RULE_LOCAL_CACHE,
     0,
     MARK_SHARED,
     {0},
     "the cache is in each process: what one of {scale} changes or clears, the others go on giving",
     "one cache for each process",
     "a shared store in its options",
     "a cache in redis, or a message that clears all of them"},
    {MARK_GRAPHQL_PUBSUB,
     RULE_GRAPHQL_PUBSUB,
     0,
     MARK_SHARED,
     {0},
     "subscribers get the events of one process: {scale} share none",
     "in memory",
     "RedisPubSub or another shared engine",
     "use RedisPubSub of graphql-redis-subscriptions"},
    {MARK_SSE,
     RULE_SSE_CLIENTS,
     0,
     MARK_SHARED,
     {MARK_PUBSUB_SHARED + 1},
     "waiting responses are in one process: an event in another of {scale} does not reach them",
     "kept here",
     "a channel between the instances",
     "publish the event, and let every instance write to its own responses"},
    {MARK_UPLOAD_LOCAL,
     RULE_UPLOAD_LOCAL,
     0,
     MARK_SHARED | MARK_PER_INSTANCE,
     {0},
     "uploads are put on this machine's disk, and {scale} do not know of each other's",
     "",
     "a storage engine outside of the machine",
     "use an object store, or say that the directory is shared with an ecoc-ignore comment"},
    {MARK_LOCAL_DB,
     RULE_LOCAL_DB,
     PER_RUN,
     MARK_READONLY | MARK_PER_INSTANCE | MARK_SHARED,
     {0},
     "{scale} write one database file",
     "one writer at a time",
     "a read-only open, a file for each instance",
     "use a database server; or run one instance"},
    {MARK_FILE_WRITE,
     RULE_FILE_WRITE,
     PER_RUN,
     MARK_PER_INSTANCE | MARK_READONLY,
     {0},
     "{scale} write one file",
     "the last writer wins",
     "the instance number in the path, a lock",
     "put the instance number into the name, or keep it in a store"},
    {MARK_LOCK_LOCAL,
     RULE_LOCAL_LOCK,
     PER_RUN,
     MARK_SHARED,
     {0},
     "the lock holds in one process only: {scale} have one each",
     "a lock of this process",
     "redlock, SET NX, an advisory lock of the database",
     "take the lock in redis or in the database"},
    {MARK_QUEUE_LOCAL,
     RULE_QUEUE_LOCAL,
     PER_RUN,
     MARK_SHARED,
     {0},
     "the queue is in each process: {scale} work on one each, and what waits is lost at a restart",
     "in memory",
     "a queue in a store",
     "use BullMQ, pg-boss or another queue in a store"},
    {MARK_CONSUMER,
     RULE_CONSUMER,
     PER_RUN,
     MARK_SHARED,
     {0},
     "the connection may exist once, and {scale} each open it",
     "opened in each of them",
     "webhook mode, shards, a guard on the instance number",
     "run it in one fork app, or guard: if (process.env.{var} === '0')"},
    {MARK_MIGRATION,
     RULE_MIGRATION,
     PER_RUN,
     MARK_SHARED,
     {0},
     "{scale} change the database's schema at the same moment",
     "runs in each of them",
     "a guard on the instance number, a lock",
     "run migrations once, before the start"},
    {MARK_METRICS,
     RULE_METRICS,
     0,
     MARK_SHARED | MARK_PER_INSTANCE,
     {0},
     "a scrape gets the numbers of one of {scale}, by chance",
     "",
     "AggregatorRegistry, a push gateway, a port for each instance",
     "use AggregatorRegistry, or a port for each instance"},
    {MARK_FS_WATCH,
     RULE_FS_WATCH,
     PER_RUN,
     MARK_SHARED,
     {0},
     "each of {scale} does the work for every file event",
     "watches in each of them",
     NO_GUARD,
     "run it in one fork app, or guard: if (process.env.{var} === '0')"},
    {MARK_FIXED_PATH,
     RULE_FIXED_PATH,
     PER_RUN,
     MARK_PER_INSTANCE,
     {0},
     "{scale} use one path that only one process can have",
     "",
     "the instance number in the path",
     "put the instance number into the path"},
    {MARK_WORKER_POOL,
     RULE_WORKER_POOL,
     0,
     0,
     {0},
     "each of {scale} starts a pool of workers of its own",
     "",
     "",
     "set the pool's size by the number of instances"},
    {MARK_DB_POOL,
     RULE_DB_POOL,
     0,
     0,
     {0},
     "the database sees this pool once for each of {scale}, twice during a reload",
     "",
     "",
     "divide the database's limit by the instances"},
};

/* ---- sentences ------------------------------------------------------------------------------- */

static struct str scale_shown(const struct hazard *h) {
    return h->scale.is_many ? h->scale.shown : STR("several instances");
}

/* The text with {scale} and {var} filled in. */
static struct str fill(struct hazard *h, const char *text) {
    struct str out = STR(""), rest = str_of(text);
    for (size_t at; (at = str_index(rest, '{')) < rest.n;) {
        size_t end = str_index(rest, '}');
        struct str word = {rest.p + at + 1, end - at - 1};
        struct str value = str_eqz(word, "scale") ? scale_shown(h) : h->instance_var;
        out = arena_fmt(h->l->a, "%.*s%.*s%.*s", STR_ARG(out), (int)at, rest.p, STR_ARG(value));
        rest = str_skip(rest, end + 1);
    }
    return arena_fmt(h->l->a, "%.*s%.*s", STR_ARG(out), STR_ARG(rest));
}

/* ---- whether it is right as it is -------------------------------------------------------------- */

/* Any mark of the kind that is in force. */
static bool has_mark(struct hazard *h, unsigned kind) {
    uint32_t file;
    return hazard_mark(h, kind, &file) != NULL;
}

static bool is_mitigated(struct hazard *h, const struct row *row) {
    for (size_t i = 0; i < ARRAY_LEN(row->unless) && row->unless[i]; i++)
        if (has_mark(h, row->unless[i] - 1))
            return true;
    return false;
}

static bool is_single(struct hazard *h, const struct row *row, uint32_t file,
                      const struct fact_mark *m) {
    if (hazard_is_single(h, file, m->function, m->guard))
        return true;
    if (!(row->traits & PER_RUN))
        return false;
    return hazard_is_locked(h, file, m->body) || (m->body != FACT_NONE && m->body != m->function &&
                                                  hazard_is_single(h, file, m->body, FACT_NONE));
}

/* Nest's decorators do nothing without ScheduleModule, or where it is not imported for this app. */
static bool nest_is_off(struct hazard *h) {
    bool any = false;
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++) {
            const struct fact_mark *m = &f->marks.at[k];
            if (m->kind != MARK_NEST_SCHEDULE_MODULE)
                continue;
            any = true;
            if (!hazard_is_single(h, i, m->function, m->guard))
                return false;
        }
    }
    return any;
}

static bool is_nest(const struct fact_mark *m) {
    return m->klass != FACT_NONE &&
           str_eqz(str_of(mark_library_name(m->library)), "@nestjs/schedule");
}

/* ---- adapters of socket.io ------------------------------------------------------------------- */

/* An adapter that the configuration does not switch on is named in the finding. */
struct adapter {
    bool is_on;
    const struct fact_mark *off;
    uint32_t off_file;
    struct str off_by;
};

static void look_at_adapter(struct hazard *h, uint32_t file, const struct fact_mark *m,
                            struct adapter *out) {
    struct str why;
    if (m->kind == MARK_GATEWAY_ADAPTER && !(m->flags & MARK_SHARED))
        return;
    if (!hazard_is_off(h, file, m->function, m->guard, &why)) {
        out->is_on = true;
    } else {
        out->off = m;
        out->off_file = file;
        out->off_by = why;
    }
}

static struct adapter find_adapter(struct hazard *h) {
    struct adapter out = {0};
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++)
            if (f->marks.at[k].kind == MARK_SOCKETIO_ADAPTER ||
                f->marks.at[k].kind == MARK_GATEWAY_ADAPTER)
                look_at_adapter(h, i, &f->marks.at[k], &out);
    }
    return out;
}

static void name_adapter(struct hazard *h, struct diag *d, const struct adapter *adapter) {
    if (adapter->off)
        diag_relate(
            h->l->sink, d, hazard_span(h, adapter->off_file, adapter->off->span),
            "this adapter is installed only with %.*s, which the configuration does not set "
            "for `%.*s`",
            STR_ARG(adapter->off_by), STR_ARG(h->app->label));
}

/* ---- reporting ------------------------------------------------------------------------------- */

static void downgrade(struct hazard *h, struct diag *d) {
    if (h->scale.is_many)
        return;
    diag_severity_set(h->l->sink, d, DIAG_HINT);
    diag_note(h->l->sink, d, "`%.*s` runs one instance; this matters when it is scaled",
              STR_ARG(h->app->label));
}

static unsigned rule_of(const struct row *row, const struct fact_mark *m) {
    return row->rule == RULE_CRON_LIBRARY && is_nest(m) ? RULE_NEST_SCHEDULE : row->rule;
}

/* A cache that only expires is stale for a while; a file in WAL mode has one writer at a time and says so;
 * appending mixes lines and loses none. */
static void soften(struct hazard *h, const struct fact_mark *m, struct diag *d) {
    bool stale = m->kind == MARK_CACHE && !(m->flags & MARK_EFFECT);
    bool wal = m->kind == MARK_LOCAL_DB && m->flags & MARK_WAL;
    if (stale)
        diag_severity_set(h->l->sink, d, DIAG_INFO);
    else if (wal)
        diag_severity_set(h->l->sink, d, DIAG_WARNING);
}

static void report(struct hazard *h, const struct row *row, uint32_t file,
                   const struct fact_mark *m, const struct adapter *adapter) {
    struct str what = fill(h, row->what), name = hazard_str(h, file, m->name);
    struct diag *d = hazard_add(h, rule_of(row, m), file, m->span, "%.*s", STR_ARG(what));
    soften(h, m, d);
    if (name.n && row->label[0])
        diag_label(h->l->sink, d, "`%.*s`: %s", STR_ARG(name), row->label);
    else if (row->label[0])
        diag_label(h->l->sink, d, "%s", row->label);
    if (adapter)
        name_adapter(h, d, adapter);
    if (row->looked[0])
        diag_note(h->l->sink, d, "looked for and not found: %.*s", STR_ARG(fill(h, row->looked)));
    diag_help(h->l->sink, d, "%.*s", STR_ARG(fill(h, row->help)));
    downgrade(h, d);
}

/* The state behind it was reported: the sockets that a broadcast goes to, the responses that wait. */
static bool is_said(const struct hazard *h, unsigned rule, uint32_t file) {
    if (rule != RULE_WS_IN_MEMORY && rule != RULE_SSE_CLIENTS)
        return false;
    for (size_t i = 0; i < h->l->sink->list.n; i++) {
        const struct diag *d = h->l->sink->list.at[i];
        if (d->rule == rule && str_eq(d->app, h->app->label) &&
            d->span.src == h->link->files[file].file->src)
            return true;
    }
    return false;
}

static void check_mark(struct hazard *h, const struct row *row, uint32_t file,
                       const struct fact_mark *m, const struct adapter *adapter) {
    bool is_socket = row->mark == MARK_SOCKETIO_SERVER || row->mark == MARK_GATEWAY;
    bool is_idle = m->kind == MARK_INTERVAL && !(m->flags & MARK_EFFECT);
    if (m->flags & row->silent || is_idle || (is_socket && adapter->is_on) ||
        is_mitigated(h, row) || is_single(h, row, file, m))
        return;
    if (is_nest(m) && m->kind == MARK_SCHEDULE && nest_is_off(h))
        return;
    if (is_said(h, rule_of(row, m), file))
        return;
    report(h, row, file, m, is_socket ? adapter : NULL);
}

/* ---- EC0403: polling needs sticky sessions --------------------------------------------------- */

static void check_sticky(struct hazard *h, const struct adapter *adapter) {
    uint32_t file;
    const struct fact_mark *m = hazard_mark(h, MARK_SOCKETIO_SERVER, &file);
    if (!m)
        m = hazard_mark(h, MARK_GATEWAY, &file);
    if (!m || !adapter->is_on || !h->scale.is_many || h->l->is_sticky)
        return;
    if (has_mark(h, MARK_SOCKETIO_WS_ONLY) || has_mark(h, MARK_SOCKETIO_STICKY))
        return;
    if (m->kind == MARK_GATEWAY &&
        str_eqz(str_of(mark_library_name(m->library)), "@nestjs/platform-ws"))
        return;
    struct diag *d =
        hazard_add(h, RULE_SOCKETIO_NO_STICKY, file, m->span,
                   "polling clients are answered 400 \"Session ID unknown\": their requests "
                   "go to different ones of %.*s",
                   STR_ARG(h->scale.shown));
    diag_label(h->l->sink, d, "polling is allowed");
    diag_note(h->l->sink, d,
              "looked for and not found: transports: ['websocket'], @socket.io/sticky, "
              "@socket.io/pm2");
    diag_help(h->l->sink, d,
              "allow websocket only, transports: ['websocket'], on the server and in "
              "its clients");
}

void source_hazards(struct hazard *h) {
    struct adapter adapter = find_adapter(h);
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++)
            for (size_t r = 0; r < ARRAY_LEN(rows); r++)
                if (rows[r].mark == f->marks.at[k].kind)
                    check_mark(h, &rows[r], i, &f->marks.at[k], &adapter);
    }
    check_sticky(h, &adapter);
}
