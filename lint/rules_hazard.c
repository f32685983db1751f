/* What a service does through libraries that only one process may do, or that processes do not share:
 * one row per finding over the marks of the source. */
#include "lint/hazard.h"

enum trait {
    PER_RUN = 1, /* a guard on one instance, or a lock in its body, makes it right */
    AT_BOOT = 2, /* only where it is begun at boot: what a request begins is the request's */
};

enum { NO_MARK = MARK_COUNT };

struct row {
    unsigned mark, rule;
    unsigned traits;
    uint32_t needs;  /* mark flags without which it is none */
    uint32_t silent; /* mark flags that make it right */
    unsigned unless; /* a mark elsewhere in the app that makes it right; NO_MARK */
    const char
        *what; /* the sentence; {scale}: "4 instances", {var}: the variable of their number */
    const char *label;  /* beside the place */
    const char *looked; /* what would have made it right, and was not found */
    const char *help;
};

static const struct row rows[] = {
#define HAZARD(mark_, rule_, traits_, needs_, silent_, unless_, what_, label_, looked_, help_)     \
    {.mark = MARK_##mark_,                                                                         \
     .rule = RULE_##rule_,                                                                         \
     .traits = traits_,                                                                            \
     .needs = needs_,                                                                              \
     .silent = silent_,                                                                            \
     .unless = unless_,                                                                            \
     .what = what_,                                                                                \
     .label = label_,                                                                              \
     .looked = looked_,                                                                            \
     .help = help_},
#include "lint/hazards.def"
#undef HAZARD
};

/* ---- sentences ------------------------------------------------------------------------------- */

/* The text with {scale} and {var} filled in. */
static struct str fill(struct hazard *h, const char *text) {
    struct str out = STR(""), rest = str_of(text);
    for (size_t at; (at = str_index(rest, '{')) < rest.n;) {
        size_t end = str_index(rest, '}');
        struct str word = {rest.p + at + 1, end - at - 1};
        struct str value = str_eqz(word, "scale") ? h->scale.shown : h->instance_var;
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

/* A mark of the kind that all processes share, anywhere in the app: the sessions of passport, the
 * aggregator of metrics. */
static bool has_shared(const struct hazard *h, unsigned kind) {
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++)
            if (f->marks.at[k].kind == kind && f->marks.at[k].flags & MARK_SHARED)
                return true;
    }
    return false;
}

static bool is_mitigated(struct hazard *h, const struct row *row) {
    if (row->mark == MARK_PASSPORT_SESSION || row->mark == MARK_METRICS)
        return has_shared(h, row->mark == MARK_METRICS ? MARK_METRICS : MARK_SESSION);
    return row->unless != NO_MARK && has_mark(h, row->unless);
}

/* @WithLock('x') beside @Cron(): whatever is called between the member before and the method's name is a
 * decorator of it. */
static bool is_locked_by_decorator(struct hazard *h, uint32_t file,
                                   const struct fact_function *body) {
    const struct link_file *lf = &h->link->files[file];
    const struct facts *f = lf->facts;
    uint32_t begin = 0;
    for (uint32_t i = 0; i < f->functions.n; i++)
        if (f->functions.at[i].span.end <= body->head.begin && f->functions.at[i].span.end > begin)
            begin = f->functions.at[i].span.end;
    for (uint32_t i = 0; body->klass != FACT_NONE && i < f->calls.n; i++) {
        const struct fact_call *c = &f->calls.at[i];
        if (c->span.begin < begin || c->span.end > body->head.begin || c->import == FACT_NONE)
            continue;
        struct link_target t = link_import(h->link, file, c->import, fact_str(f, c->member));
        if (t.function != FACT_NONE && hazard_is_locked(h, t.file, t.function))
            return true;
    }
    return false;
}

static bool is_single(struct hazard *h, const struct row *row, uint32_t file,
                      const struct fact_mark *m) {
    if (hazard_is_single(h, file, m->function, m->guard))
        return true;
    if (!(row->traits & PER_RUN) || m->body == FACT_NONE)
        return false;
    const struct fact_function *body = &h->link->files[file].facts->functions.at[m->body];
    return hazard_is_locked(h, file, m->body) || is_locked_by_decorator(h, file, body) ||
           hazard_is_single(h, file, m->body, body->body_guard);
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

static unsigned rule_of(const struct row *row, const struct fact_mark *m) {
    return row->rule == RULE_CRON_LIBRARY && is_nest(m) ? RULE_NEST_SCHEDULE : row->rule;
}

/* cache.del() and the like on the state that the library's cache is kept in, or by name on an injected
 * one: what changes clears it, in one instance. */
static bool is_cleared(const struct hazard *h, uint32_t file, const struct fact_mark *m) {
    const struct facts *f = h->link->files[file].facts;
    struct str name = fact_str(f, m->name);
    for (uint32_t i = 0; i < f->states.n; i++) {
        uint32_t state = h->link->files[file].first_state + i;
        if (!name.n || !str_eq(fact_str(f, f->states.at[i].name), name))
            continue;
        for (uint32_t k = h->link->uses_to[state]; k < h->link->uses_to[state + 1]; k++) {
            const struct link_use *u = &h->link->uses[k];
            unsigned op = h->link->files[u->file].facts->uses.at[u->use].op;
            if (op == USE_REMOVE || op == USE_CLEAR)
                return true;
        }
    }
    return false;
}

static bool clears_by_name(const struct hazard *h) {
    static const char *const verbs[] = {"del", "reset", "clear", "mdel", "delete"};
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->calls.n; k++) {
            struct str verb = fact_str(f, f->calls.at[k].member);
            struct str object = fact_str(f, f->calls.at[k].object);
            for (size_t v = 0; v < ARRAY_LEN(verbs); v++)
                if (str_eqz(verb, verbs[v]) && (memmem(object.p, object.n, "cache", 5) ||
                                                memmem(object.p, object.n, "Cache", 5)))
                    return true;
        }
    }
    return false;
}

/* A cache that only expires is stale for a while; a file in WAL mode has one writer at a time and says
 * so. */
static void soften(struct hazard *h, uint32_t file, const struct fact_mark *m, struct diag *d) {
    bool stale = m->kind == MARK_CACHE && !is_cleared(h, file, m) && !clears_by_name(h);
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
    soften(h, file, m, d);
    if (name.n && row->label[0] && !str_eqz(name, "exports"))
        diag_label(h->l->sink, d, "`%.*s` %s", STR_ARG(name), row->label);
    else if (row->label[0])
        diag_label(h->l->sink, d, "%s", row->label);
    if (adapter)
        name_adapter(h, d, adapter);
    if (row->looked[0])
        diag_note(h->l->sink, d, "looked for and not found: %.*s", STR_ARG(fill(h, row->looked)));
    diag_help(h->l->sink, d, "%.*s", STR_ARG(fill(h, row->help)));
    bool per_process = m->kind == MARK_SCHEDULE || m->kind == MARK_CONSUMER;
    if (per_process && h->scale.is_many_fork && !h->scale.is_many)
        diag_severity_set(h->l->sink, d, DIAG_WARNING);
    else
        hazard_downgrade(h, d);
}

/* The state behind it was reported: the sockets that a broadcast goes to. */
static bool is_said(const struct hazard *h, unsigned rule, uint32_t file) {
    if (rule != RULE_WS_IN_MEMORY)
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
    if (m->flags & row->silent || (m->flags & row->needs) != row->needs || is_idle ||
        (row->traits & AT_BOOT && link_runs_later(h->link, file, m->function)) ||
        (is_socket && adapter->is_on) || is_mitigated(h, row) || is_single(h, row, file, m))
        return;
    if (is_nest(m) && m->kind == MARK_SCHEDULE && nest_is_off(h))
        return;
    if (is_said(h, rule_of(row, m), file))
        return;
    report(h, row, file, m, is_socket ? adapter : NULL);
}

/* ---- EC0403: polling needs sticky sessions --------------------------------------------------- */

static bool is_sticky(const struct hazard *h) {
    return h->l->in->settings && h->l->in->settings->is_sticky;
}

static void check_sticky(struct hazard *h, const struct adapter *adapter) {
    uint32_t file;
    const struct fact_mark *m = hazard_mark(h, MARK_SOCKETIO_SERVER, &file);
    if (!m)
        m = hazard_mark(h, MARK_GATEWAY, &file);
    if (!m || !adapter->is_on || !h->scale.is_many || is_sticky(h))
        return;
    if (has_mark(h, MARK_SOCKETIO_WS_ONLY) || has_mark(h, MARK_SOCKETIO_STICKY))
        return;
    if (m->kind == MARK_GATEWAY &&
        str_eqz(str_of(mark_library_name(m->library)), "@nestjs/platform-ws"))
        return;
    struct diag *d =
        hazard_add(h, RULE_SOCKETIO_NO_STICKY, file, m->span,
                   "polling clients are answered 400 \"Session ID unknown\": their requests "
                   "are spread over %.*s",
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
