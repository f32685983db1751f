/* Scale, guards and the words that findings about source share. */
#include "lint/hazard.h"

#include <stdio.h>

#include "lint/combo.h"
#include "lint/scan/map.h"
#include "schema/base/buf.h"

/* ---- how many -------------------------------------------------------------------------------- */

/* A value that is not known may be anything. */
static bool is_open(const struct value *v) {
    return v && v->kind == VALUE_UNKNOWN;
}

static struct str count_shown(struct lint *l, int64_t n) {
    return n > 0 ? arena_fmt(l->a, "%lld instances", (long long)n) : STR("several instances");
}

static struct str count_said(struct lint *l, int64_t n, const struct value *open) {
    if (open)
        return arena_fmt(l->a, "may run several instances: %.*s", STR_ARG(open->reason));
    if (n > 0)
        return arena_fmt(l->a, "runs %lld instances", (long long)n);
    return n == 0 ? STR("runs one instance for each CPU")
                  : arena_fmt(l->a, "runs one instance for each CPU but %lld", (long long)-n);
}

static void take_scale(struct lint *l, struct scale *s, const struct combos *c) {
    const struct app *app = &c->app, *from = c->from;
    resolve_app(l->a, l->model, app, STR(""), 0, l->resolved);
    const struct setting *set = app->set[OPT_INSTANCES], *mode = app->set[OPT_EXEC_MODE];
    bool open_mode = mode && is_open(from->set[OPT_EXEC_MODE]->value);
    bool open_count = set && is_open(from->set[OPT_INSTANCES]->value);
    bool cluster =
        l->resolved->opt[OPT_EXEC_MODE].data.number == 1 || open_mode || (open_count && !mode);
    int64_t n = l->resolved->opt[OPT_INSTANCES].data.number;
    bool many = open_count || n > 1 || n <= 0;
    s->is_cluster = s->is_cluster || cluster;
    if (!many || s->is_many || (s->is_many_fork && !cluster))
        return;
    s->is_many = cluster;
    s->is_many_fork = s->is_many_fork || !cluster;
    const struct value *v = set ? set->value : NULL;
    s->count = open_count || n < 0 ? 0 : n;
    s->shown = open_count ? STR("several instances") : count_shown(l, n);
    s->said = count_said(l, n, open_count ? v : NULL);
    s->when = c->when;
    s->span = v ? lint_span(v, set->key_span) : lint_span(app->value, (struct span){0});
}

/* Two conditions of one variable may exclude each other: then what stands in the same place is taken to
 * belong together. */
static bool may_meet(const struct combos *c) {
    return !c->is_entangled || c->pick[0] == c->pick[1];
}

struct scale hazard_scale(struct lint *l, const struct app *app) {
    static const enum opt_id ids[] = {OPT_INSTANCES, OPT_EXEC_MODE};
    struct scale s = {.shown = STR("several instances")};
    struct combos c;
    for (combos_of(&c, l, app, ids, ARRAY_LEN(ids)); combos_next(&c);)
        if (may_meet(&c))
            take_scale(l, &s, &c);
    return s;
}

/* ---- source ---------------------------------------------------------------------------------- */

/* Apps of one script share the linking. */
static struct link *link_of(struct lint *l, const struct scan_app *source) {
    for (size_t i = 0; i < l->links.n; i++)
        if (l->links.at[i].source == source)
            return l->links.at[i].link;
    struct lint_link entry = {source, link_new(l->a, source)};
    VEC_PUSH(l->a, &l->links, entry);
    return entry.link;
}

/* The words of args as one line. */
static struct str args_text(struct lint *l, const struct opt_data *args) {
    struct str line = STR("");
    for (size_t i = 0; i < args->n; i++)
        line = arena_fmt(l->a, "%.*s%s%.*s", STR_ARG(line), i ? " " : "",
                         STR_ARG(args->items[i].text));
    return line;
}

bool hazard_of(struct lint *l, const struct app *app, struct hazard *h) {
    if (!l->in->scan)
        return false;
    *h = (struct hazard){.l = l, .app = app, .scale = hazard_scale(l, app)};
    if (l->in->is_for_advice && !h->scale.is_many)
        h->scale =
            (struct scale){.is_cluster = true, .is_many = true, .shown = STR("several instances")};
    const struct resolved_app *r = l->resolved;
    h->instance_var = r->opt[OPT_INSTANCE_VAR].data.text.text;
    if (r->opt[OPT_SCRIPT].data.is_none || !r->opt[OPT_SCRIPT].data.text.text.n)
        return false;
    struct scan_entry entry = {l->model->root, r->opt[OPT_CWD].data.text.text,
                               r->opt[OPT_SCRIPT].data.text.text,
                               args_text(l, &r->opt[OPT_ARGS].data)};
    h->source = scan_app(l->in->scan, &entry);
    if (!h->source->files.n)
        return false;
    h->link = link_of(l, h->source);
    return true;
}

/* ---- the environment ------------------------------------------------------------------------- */

static bool env_has(const struct value *env, struct str name) {
    for (size_t i = 0; env && i < value_alternatives(env); i++)
        if (value_member(value_alternative(env, i), name))
            return true;
    return false;
}

static bool app_sets(const struct app *app, struct str name) {
    bool found = env_has(app_value(app, OPT_ENV), name);
    for (size_t i = 0; i < app->profiles.n; i++)
        found = found || env_has(app->profiles.at[i].value, name);
    return found;
}

/* Whether the condition may hold for the value. */
static bool may_hold(struct lint *l, const struct value *v, struct str literal, bool negated) {
    for (size_t i = 0; i < value_alternatives(v); i++) {
        const struct value *alt = value_alternative(v, i);
        if (alt->kind == VALUE_UNKNOWN)
            return true;
        bool set = alt->kind != VALUE_NULL && alt->kind != VALUE_UNDEFINED;
        struct str text = set ? convert_env_text(l->a, alt) : STR("");
        bool holds = literal.n ? set && str_eq(text, literal) : text.n > 0;
        if (holds != negated)
            return true;
    }
    return false;
}

/* Over the alternatives of one environment block; *seen: it sets the variable. */
static bool block_may_hold(const struct hazard *h, const struct value *env, struct str name,
                           struct str literal, bool negated, bool *seen) {
    bool holds = false;
    for (size_t i = 0; env && i < value_alternatives(env); i++) {
        const struct value *v = value_get(value_alternative(env, i), name);
        *seen = *seen || v;
        holds = holds || (v && may_hold(h->l, v, literal, negated));
    }
    return holds;
}

enum env_truth hazard_env_truth(const struct hazard *h, struct str name, struct str literal,
                                bool negated) {
    bool seen = false, elsewhere = false;
    bool holds = block_may_hold(h, app_value(h->app, OPT_ENV), name, literal, negated, &seen);
    bool in_base = seen;
    for (size_t i = 0; i < h->app->profiles.n; i++)
        holds =
            block_may_hold(h, h->app->profiles.at[i].value, name, literal, negated, &seen) || holds;
    for (size_t i = 0; i < h->l->model->apps.n; i++)
        elsewhere = elsewhere || app_sets(h->l->model->apps.at[i], name);
    if (!seen && !elsewhere)
        return ENV_UNSET;
    /* Without a profile, or without the variable, it is unset: only a negated condition holds. */
    holds = holds || (!in_base && negated);
    return holds ? ENV_TRUE : ENV_FALSE;
}

/* ---- guards ---------------------------------------------------------------------------------- */

static bool is_instance_variable(const struct hazard *h, struct str name) {
    return str_eq(name, h->instance_var) || str_eqz(name, "NODE_APP_INSTANCE") ||
           str_eqz(name, "pm_id");
}

/* One number out of all, so that the code behind it runs in one process or in none. In a cluster the
 * variable is always set: "not set" is no process. */
static bool picks_one(const struct fact_guard *g, struct str literal) {
    if (literal.n == 0 || str_eqz(literal, "undefined"))
        return g->negated == (literal.n == 0);
    return !g->negated;
}

struct asking {
    struct hazard *h;
    struct str why;
    unsigned depth;
};

enum { IMPORTED_DEPTH = 4 };

/* The guard that an imported constant or function is. */
static const struct fact_guard *imported(struct asking *ask, uint32_t *file,
                                         const struct fact_guard *g, struct fact_guard *copy) {
    struct link_target t =
        link_import(ask->h->link, *file, g->import, hazard_str(ask->h, *file, g->member));
    if (t.file == FACT_NONE || t.guard == FACT_NONE)
        return NULL;
    *copy = ask->h->link->files[t.file].facts->guards.at[t.guard];
    copy->negated = copy->negated != g->negated;
    *file = t.file;
    return copy;
}

/* Each of the alternatives. */
static bool all_of(struct asking *ask, uint32_t file, const struct fact_guard *g,
                   link_judge judge) {
    const struct facts *f = ask->h->link->files[file].facts;
    for (uint32_t i = g->first; i != FACT_NONE; i = f->guards.at[i].outer)
        if (!judge(ask, file, &f->guards.at[i]))
            return false;
    return g->first != FACT_NONE && !g->negated;
}

static bool restricts(void *ctx, uint32_t file, const struct fact_guard *g) {
    struct asking *ask = ctx;
    struct hazard *h = ask->h;
    struct fact_guard copy;
    struct str env = hazard_str(h, file, g->env), literal = hazard_str(h, file, g->literal);
    switch ((enum fact_guard_kind)g->kind) {
    case GUARD_LOCK:
        return true;
    case GUARD_PRIMARY:
        return !g->negated;
    case GUARD_ENV:
        if (is_instance_variable(h, env))
            return picks_one(g, literal);
        return hazard_env_truth(h, env, literal, g->negated) == ENV_FALSE;
    case GUARD_IMPORTED:
        g = ask->depth++ < IMPORTED_DEPTH ? imported(ask, &file, g, &copy) : NULL;
        return g && restricts(ask, file, g);
    case GUARD_ANY:
        return all_of(ask, file, g, restricts);
    case GUARD_OTHER:
        break;
    }
    return false;
}

bool hazard_is_single(struct hazard *h, uint32_t file, uint32_t function, uint32_t guard) {
    struct asking ask = {.h = h};
    return link_guarded(h->link, file, function, guard, restricts, &ask);
}

/* A condition that the configuration makes false, or leaves without the variable it needs. */
static bool switches_off(void *ctx, uint32_t file, const struct fact_guard *g) {
    struct asking *ask = ctx;
    struct hazard *h = ask->h;
    struct fact_guard copy;
    struct str env = hazard_str(h, file, g->env), literal = hazard_str(h, file, g->literal);
    if (g->kind == GUARD_IMPORTED) {
        g = ask->depth++ < IMPORTED_DEPTH ? imported(ask, &file, g, &copy) : NULL;
        return g && switches_off(ask, file, g);
    }
    if (g->kind == GUARD_ANY)
        return all_of(ask, file, g, switches_off);
    if (g->kind != GUARD_ENV || is_instance_variable(h, env) || str_eqz(env, "NODE_ENV"))
        return false;
    enum env_truth truth = hazard_env_truth(h, env, literal, g->negated);
    bool off = truth == ENV_FALSE || (truth == ENV_UNSET && !g->negated);
    if (off)
        ask->why = env;
    return off;
}

bool hazard_is_off(struct hazard *h, uint32_t file, uint32_t function, uint32_t guard,
                   struct str *why) {
    struct asking ask = {.h = h};
    bool off = link_guarded(h->link, file, function, guard, switches_off, &ask);
    *why = ask.why;
    return off;
}

/* ---- marks ----------------------------------------------------------------------------------- */

const struct fact_mark *hazard_mark(const struct hazard *h, unsigned kind, uint32_t *file) {
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++)
            if (f->marks.at[k].kind == kind) {
                *file = i;
                return &f->marks.at[k];
            }
    }
    return NULL;
}

bool hazard_has_no_port(const struct hazard *h) {
    static const unsigned opens[] = {MARK_LISTEN, MARK_HTTP_SERVER, MARK_WS_SERVER,
                                     MARK_SOCKETIO_SERVER, MARK_GATEWAY};
    uint32_t file;
    for (size_t i = 0; i < ARRAY_LEN(opens); i++)
        if (hazard_mark(h, opens[i], &file))
            return false;
    for (uint32_t i = 0; i < h->link->n_files; i++)
        if (h->link->files[i].facts->is_partial)
            return false;
    return h->source->n_skipped == 0;
}

bool hazard_has_own_port(const struct hazard *h) {
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->envs.n; k++) {
            struct str name = fact_str(f, f->envs.at[k].name);
            if (str_eqz(name, "NODE_APP_INSTANCE") || str_eq(name, h->instance_var))
                return true;
        }
    }
    return h->app->set[OPT_INCREMENT_VAR] != NULL;
}

/* A name that the settings call a lock: withLock(...), @Locked(). */
static bool is_own_lock(const struct hazard *h, struct str name) {
    const struct lint_settings *settings = h->l->in->settings;
    for (size_t i = 0; settings && i < settings->n_locks; i++)
        if (str_eq(settings->locks[i], name))
            return true;
    return false;
}

static bool takes_lock(void *ctx, uint32_t file, uint32_t function) {
    const struct hazard *h = ctx;
    const struct facts *f = h->link->files[file].facts;
    for (uint32_t i = 0; i < f->marks.n; i++)
        if (f->marks.at[i].kind == MARK_LOCK_SHARED && f->marks.at[i].function == function)
            return true;
    for (uint32_t i = 0; h->l->in->settings && i < f->calls.n; i++) {
        const struct fact_call *c = &f->calls.at[i];
        struct str name = fact_str(f, c->member);
        if (c->import != FACT_NONE && !name.n)
            name = fact_str(f, f->imports.at[c->import].local);
        if (c->function == function && is_own_lock(h, name))
            return true;
    }
    return false;
}

bool hazard_is_locked(struct hazard *h, uint32_t file, uint32_t function) {
    enum { LOCK_DEPTH = 3 };
    if (function == FACT_NONE)
        return false;
    return link_reaches(h->link, link_function(h->link, file, function), LOCK_DEPTH, takes_lock, h);
}

/* ---- words ----------------------------------------------------------------------------------- */

struct span hazard_span(const struct hazard *h, uint32_t file, struct fact_span span) {
    return lint_first_line(span_of(h->link->files[file].file->src, span.begin, span.end));
}

struct str hazard_str(const struct hazard *h, uint32_t file, struct fact_text text) {
    return fact_str(h->link->files[file].facts, text);
}

bool hazard_is_whole(const struct hazard *h) {
    bool whole = h->source->n_skipped == 0;
    for (uint32_t i = 0; i < h->link->n_files; i++)
        whole = whole && !h->link->files[i].facts->is_partial;
    return whole;
}

const struct fact_mark *hazard_worker(const struct hazard *h, uint32_t *file) {
    static const unsigned opens[] = {MARK_LISTEN, MARK_HTTP_SERVER, MARK_WS_SERVER,
                                     MARK_SOCKETIO_SERVER, MARK_GATEWAY};
    for (size_t i = 0; i < ARRAY_LEN(opens); i++)
        if (hazard_mark(h, opens[i], file))
            return NULL;
    return hazard_is_whole(h) ? hazard_mark(h, MARK_QUEUE_SHARED, file) : NULL;
}

/* ---- findings -------------------------------------------------------------------------------- */

/* The token has the file's path from the configuration's directory: it does not depend on where lint is
 * called. */
static struct diag *add(struct hazard *h, unsigned rule, uint32_t file, struct fact_span span,
                        struct str message) {
    struct span at = hazard_span(h, file, span);
    struct diag *d = diag_add(h->l->sink, rule, at, "%.*s", STR_ARG(message));
    diag_about(d, h->app->label, STR(""));
    struct str path = path_relative(h->l->a, h->l->model->root, at.src->path);
    d->token = arena_fmt(h->l->a, "%.*s %.*s", STR_ARG(path), (int)(at.end - at.begin),
                         at.src->text.p + at.begin);
    return d;
}

struct diag *source_add(struct hazard *h, unsigned rule, uint32_t file, struct fact_span span,
                        const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    struct diag *d = add(h, rule, file, span, arena_vfmt(h->l->a, fmt, ap));
    va_end(ap);
    return d;
}

struct diag *hazard_add(struct hazard *h, unsigned rule, uint32_t file, struct fact_span span,
                        const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    struct diag *d = add(h, rule, file, span, arena_vfmt(h->l->a, fmt, ap));
    va_end(ap);
    hazard_relate_scale(h, d);
    return d;
}

void hazard_relate_scale(struct hazard *h, struct diag *d) {
    if ((h->scale.is_many || h->scale.is_many_fork) && h->scale.span.src)
        diag_relate(h->l->sink, d, h->scale.span, "`%.*s` %.*s%.*s", STR_ARG(h->app->label),
                    STR_ARG(h->scale.said), STR_ARG(h->scale.when));
}

void hazard_downgrade(struct hazard *h, struct diag *d) {
    if (h->scale.is_many)
        return;
    diag_severity_set(h->l->sink, d, DIAG_HINT);
    if (h->scale.is_many_fork)
        diag_note(h->l->sink, d,
                  "in fork mode they are programs of their own; this matters where a client "
                  "reaches two of them");
    else
        diag_note(h->l->sink, d, "`%.*s` runs one instance; this matters when it is scaled",
                  STR_ARG(h->app->label));
}

void rule_source(struct lint *l, const struct app *app) {
    struct hazard h;
    if (!hazard_of(l, app, &h)) {
        source_declared(l, app, NULL);
        return;
    }
    source_state(&h);
    source_hazards(&h);
    source_declared(l, app, &h);
    source_scale(&h);
    source_guards(&h);
    source_lifecycle(&h);
}

/* ---- one place, several apps ----------------------------------------------------------------- */

/* Where a finding is and what it says: findings of one place are alike byte for byte. */
struct site {
    const struct source *src;
    uint32_t rule, severity, begin, end;
};

/* The first finding of a place, and the other apps that have it. */
struct site_apps {
    struct site site;
    struct diag *first;
    VEC(struct str) others;
};

static void add_app(struct lint *l, struct site_apps *p, const struct diag *d) {
    VEC_PUSH(l->a, &p->others, d->app);
    for (size_t i = 0; i < d->related.n; i++)
        if (d->related.at[i].span.src == l->model->source)
            VEC_PUSH(l->a, &p->first->related, d->related.at[i]);
}

static struct site_apps *apps_at(struct lint *l, struct map *sites, const struct diag *d) {
    struct site site = {d->span.src, d->rule, (uint32_t)d->severity, d->span.begin, d->span.end};
    struct site_apps *p = map_get(sites, (struct str){(const char *)&site, sizeof site});
    if (!p) {
        p = arena_new(l->a, struct site_apps);
        p->site = site;
        *map_at(sites, (struct str){(const char *)&p->site, sizeof site}) = p;
    }
    return p;
}

static void say_others(struct lint *l, const struct site_apps *p) {
    struct buf names = {0}, token = {0};
    buf_str(&token, p->first->token);
    for (size_t i = 0; i < p->others.n; i++) {
        buf_fmt(&names, "%s`%.*s`", i ? ", " : "", STR_ARG(p->others.at[i]));
        buf_fmt(&token, " %.*s", STR_ARG(p->others.at[i]));
    }
    diag_note(l->sink, p->first, "the same for %.*s", (int)names.n, names.p);
    p->first->token = arena_str(l->a, (struct str){token.p, token.n});
    buf_done(&names);
    buf_done(&token);
}

/* Apps that share their source share its findings: said once, with all their names. */
void rule_merge_apps(struct lint *l) {
    struct diag_sink *sink = l->sink;
    struct map sites = {.arena = l->a};
    VEC(struct site_apps *) all = {0};
    size_t kept = 0;
    for (size_t i = 0; i < sink->list.n; i++) {
        struct diag *d = sink->list.at[i];
        bool is_source = !l->in->is_for_advice && d->span.src && d->span.src != l->model->source;
        struct site_apps *p = is_source ? apps_at(l, &sites, d) : NULL;
        if (p && p->first && !str_eq(p->first->app, d->app)) {
            add_app(l, p, d);
            sink->count[d->severity]--;
            continue;
        }
        sink->list.at[kept++] = d;
        if (p && !p->first && d->app.n) {
            p->first = d;
            VEC_PUSH(l->a, &all, p);
        }
    }
    sink->list.n = kept;
    for (size_t i = 0; i < all.n; i++)
        if (all.at[i]->others.n)
            say_others(l, all.at[i]);
}
