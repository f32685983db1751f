/* What is set, or done in the source, against what should be: one row per concern. Rows about the source
 * are left out where it was not read, and where they mean nothing to the app. */
#include "lint/advice_in.h"
#include "schema/unit/duration.h"
#include "schema/unit/size.h"

static void add(struct advice_case *c, const char *name, struct str now, struct str then,
                struct span span) {
    struct advice_row row = {name, now, then, span};
    VEC_PUSH(c->l->a, &c->out->rows, row);
}

static struct span no_place(void) {
    return (struct span){0};
}

static struct span place_of(const struct advice_case *c, enum opt_id id) {
    const struct setting *s = c->out->app->set[id];
    return s ? lint_span(s->value, s->key_span) : no_place();
}

static const struct fact_mark *find(const struct advice_case *c, unsigned kind, struct span *span) {
    uint32_t file;
    const struct fact_mark *m = advice_mark(c, &kind, 1, &file);
    if (m)
        *span = hazard_span(&c->h, file, m->span);
    return m;
}

/* ---- mode and instances ---------------------------------------------------------------------- */

static struct str joined(struct lint *l, struct str list, struct str word) {
    return list.n ? arena_fmt(l->a, "%.*s, %.*s", STR_ARG(list), STR_ARG(word)) : word;
}

/* "cluster (when A), fork (otherwise)"; what is the same in all ways is said once. */
static struct str ways(struct advice_case *c, bool counts) {
    const struct advice *out = c->out;
    struct str list = STR(""), first = STR("");
    bool differ = false;
    for (size_t i = 0; i < out->now.n; i++) {
        const struct advice_now *now = &out->now.at[i];
        struct str word = counts ? now->count : str_of(now->mode);
        differ = differ || (i && !str_eq(first, word));
        first = i ? first : word;
        list = joined(c->l, list,
                      now->when.n
                          ? arena_fmt(c->l->a, "%.*s (%.*s)", STR_ARG(word), STR_ARG(now->when))
                          : word);
    }
    return differ ? list : first;
}

static void row_mode(struct advice_case *c) {
    const struct advice *out = c->out;
    bool is_so = advice_is_so(out), mode = is_so,
         number = is_so || out->verdict.count == COUNT_KEEP;
    struct str then = str_of(advice_mode_name(out->verdict.mode));
    if (!is_so) {
        mode = true;
        for (size_t i = 0; i < out->now.n; i++)
            mode = mode && str_eq(str_of(out->now.at[i].mode), then);
        struct str counts = ways(c, true);
        number = number || str_eq(counts, out->count);
    }
    add(c, "mode", ways(c, false), mode ? STR("") : then, place_of(c, OPT_EXEC_MODE));
    add(c, "instances", ways(c, true), number ? STR("") : out->count, place_of(c, OPT_INSTANCES));
}

/* ---- health ---------------------------------------------------------------------------------- */

/* "/api/healthz", "GET /health": the path; empty where it is none. */
static struct str health_path(struct str text) {
    static const char *const names[] = {"health",       "healthz", "healthcheck", "health-check",
                                        "health_check", "livez",   "ready",       "readyz",
                                        "ping",         "_health", "status"};
    while (text.n && strchr("'\"`", text.p[0]))
        text = str_skip(text, 1);
    while (text.n && strchr("'\"`", text.p[text.n - 1]))
        text.n--;
    if (str_starts(text, STR("GET ")))
        text = str_skip(text, 4);
    struct str last = path_basename(text);
    for (size_t i = 0; text.n && i < ARRAY_LEN(names); i++)
        if (str_eqz(last, names[i]))
            return text;
    return STR("");
}

/* The path of a route that says whether the service is well; empty for any other function. */
static struct str route_path(const struct facts *f, const struct fact_function *fn) {
    struct str callee = fact_str(f, fn->callee), path = health_path(fact_str(f, fn->event));
    bool route = str_ends(callee, STR(".get")) || str_ends(callee, STR(".all")) ||
                 str_ends(callee, STR(".use")) || str_eqz(callee, "@Get");
    if (path.n && route)
        return path;
    path = health_path(fact_str(f, fn->name)); /* { 'GET /health': () => ... } */
    return path.n && path.p[0] == '/' ? path : STR("");
}

/* The shortest of them: the others may be those of services behind this one. */
static struct str find_health(const struct advice_case *c, struct span *span) {
    struct str best = STR("");
    for (uint32_t i = 0; i < c->h.link->n_files; i++) {
        const struct facts *f = c->h.link->files[i].facts;
        for (uint32_t k = 0; k < f->functions.n; k++) {
            struct str path = route_path(f, &f->functions.at[k]);
            if (!path.n || (best.n && best.n <= path.n))
                continue;
            *span = hazard_span(&c->h, i, f->functions.at[k].head);
            best = path;
        }
    }
    return !best.n || best.p[0] == '/' ? best : arena_fmt(c->l->a, "/%.*s", STR_ARG(best));
}

static void row_health(struct advice_case *c) {
    struct span span = no_place();
    struct lint_alt alt;
    size_t at = 0;
    if (c->out->app->set[OPT_HTTP]) {
        struct str path =
            lint_next(c->l, c->out->app, OPT_HTTP_PATH, &at, &alt) ? alt.data.text.text : STR("/");
        add(c, "health check", arena_fmt(c->l->a, "http %.*s", STR_ARG(path)), STR(""),
            place_of(c, OPT_HTTP));
        return;
    }
    if (!c->out->facts.listens || !lint_for(c->l, LINT_ECORT))
        return;
    struct str path = find_health(c, &span);
    const char *who = lint_for(c->l, LINT_PM2) ? " (ecort; PM2 has none)" : "";
    if (path.n)
        add(c, "health check", arena_fmt(c->l->a, "none; the source has %.*s", STR_ARG(path)),
            arena_fmt(c->l->a, "http: { path: '%.*s' }%s", STR_ARG(path), who), span);
    else
        add(c, "health check", STR("none"),
            arena_fmt(c->l->a, "a route that answers 200 while it works, and http: { path }%s",
                      who),
            no_place());
}

/* ---- readiness ------------------------------------------------------------------------------- */

static bool is_on(struct advice_case *c, enum opt_id id) {
    struct lint_alt alt;
    for (size_t at = 0; lint_next(c->l, c->out->app, id, &at, &alt);)
        if (alt.data.flag)
            return true;
    return false;
}

static bool was_found(const struct advice_case *c, unsigned rule) {
    for (size_t i = 0; i < c->out->reasons.n; i++)
        if (c->out->reasons.at[i].finding && c->out->reasons.at[i].finding->rule == rule)
            return true;
    return false;
}

static void row_ready(struct advice_case *c) {
    struct span span = no_place(), listen_span = no_place(), api_span;
    const struct fact_mark *ready = find(c, MARK_READY, &span);
    const struct fact_mark *listen = find(c, MARK_LISTEN, &listen_span);
    bool waits = is_on(c, OPT_WAIT_READY), api = find(c, MARK_PM2_API, &api_span) != NULL;
    bool late = listen && listen->flags & MARK_AFTER_AWAIT;
    if (!c->out->facts.listens && !waits)
        return;
    if (waits && !ready && !api)
        add(c, "readiness", STR("wait_ready, and nothing sends 'ready'"),
            STR("send it once it listens, or remove wait_ready"), place_of(c, OPT_WAIT_READY));
    else if (waits && was_found(c, RULE_READY_EARLY))
        add(c, "readiness", STR("'ready' is sent before it listens"),
            STR("send it in listen's callback"), span);
    else if (waits && late && !c->out->app->set[OPT_LISTEN_TIMEOUT])
        add(c, "readiness", STR("wait_ready, for 3s at most"),
            STR("a listen_timeout that covers the start"), listen_span);
    else if (waits)
        add(c, "readiness", STR("wait_ready, and 'ready' is sent"), STR(""), span);
    else if (ready)
        add(c, "readiness", STR("'ready' is sent, and nothing waits for it"),
            STR("wait_ready: true"), span);
    else
        add(c, "readiness",
            c->out->facts.is_cluster ? STR("ready when it listens")
                                     : STR("ready when it is started"),
            c->out->facts.is_cluster && !late
                ? STR("")
                : STR("process.send?.('ready') once it listens, and wait_ready: true"),
            no_place());
}

/* ---- stopping -------------------------------------------------------------------------------- */

static const struct fact_mark *signal_of(const struct advice_case *c, const char *name,
                                         struct span *span) {
    for (uint32_t i = 0; i < c->h.link->n_files; i++) {
        const struct facts *f = c->h.link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++)
            if (f->marks.at[k].kind == MARK_SIGNAL &&
                str_eqz(fact_str(f, f->marks.at[k].detail), name)) {
                *span = hazard_span(&c->h, i, f->marks.at[k].span);
                return &f->marks.at[k];
            }
    }
    return NULL;
}

/* Durations and sizes that the option may have, as a configuration writes them; empty where it is not
 * given. */
static struct str values(struct advice_case *c, enum opt_id id) {
    struct lint_alt alt;
    struct str list = STR("");
    for (size_t at = 0; lint_next(c->l, c->out->app, id, &at, &alt);) {
        struct str text = options[id].repr == REPR_MS ? duration_text(c->l->a, alt.data.number)
                                                      : size_text(c->l->a, alt.data.number);
        list = joined(c->l, list, text);
    }
    return !list.n && c->out->app->set[id] ? STR("not known") : list;
}

static void row_stop(struct advice_case *c) {
    struct span span = no_place();
    const struct fact_mark *by_int = signal_of(c, "SIGINT", &span);
    bool hooks = !by_int && find(c, MARK_SHUTDOWN_HOOKS, &span);
    bool message = !by_int && !hooks && is_on(c, OPT_SHUTDOWN_WITH_MESSAGE) &&
                   find(c, MARK_MESSAGE_HANDLER, &span);
    struct str given = values(c, OPT_KILL_TIMEOUT);
    struct str time = given.n ? given : STR("1600ms");
    bool chosen = c->out->app->set[OPT_KILL_SIGNAL] != NULL;
    if (by_int || hooks || message) {
        const char *how = by_int ? "SIGINT is handled" : hooks ? "shutdown hooks" : "by a message";
        bool drains = !by_int || by_int->flags & MARK_DRAINS;
        add(c, "graceful stop", arena_fmt(c->l->a, "%s, within %.*s", how, STR_ARG(time)),
            drains && !given.n ? STR("a kill_timeout that covers what it closes, such as '8s'")
                               : STR(""),
            span);
    } else if (signal_of(c, "SIGTERM", &span)) {
        add(c, "graceful stop",
            arena_fmt(c->l->a, "SIGTERM is handled%s", chosen ? "" : ", and SIGINT is sent"),
            chosen ? STR("") : STR("handle SIGINT too"), span);
    } else if (c->out->facts.listens) {
        add(c, "graceful stop", STR("none: open requests are cut"),
            STR("close the server at SIGINT, then exit"), no_place());
    } else if (c->out->facts.has_queue) {
        add(c, "graceful stop", STR("none: a job is cut in the middle"),
            STR("end the job at SIGINT, then exit"), no_place());
    }
}

/* ---- logs, limits, profiles ------------------------------------------------------------------ */

static void row_logs(struct advice_case *c) {
    struct lint *l = c->l;
    bool pm2 = lint_for(l, LINT_PM2), ecort = lint_for(l, LINT_ECORT);
    if (is_on(c, OPT_DISABLE_LOGS))
        add(c, "log rotation", STR("no logs are kept"), STR(""), place_of(c, OPT_DISABLE_LOGS));
    else if (c->out->app->set[OPT_LOG_ROTATE])
        add(c, "log rotation", STR("log_rotate"), STR(""), place_of(c, OPT_LOG_ROTATE));
    else if (lint_has_logrotate(l))
        add(c, "log rotation", STR("logrotate, in the project"), STR(""), no_place());
    else
        add(c, "log rotation", STR("none"),
            !ecort ? STR("pm2 install pm2-logrotate")
            : pm2  ? STR("log_rotate: { max_size: '10M', retain: 30 } (ecort), pm2-logrotate (PM2)")
                   : STR("log_rotate: { max_size: '10M', retain: 30 }"),
            no_place());
}

static void row_memory(struct advice_case *c) {
    static const enum opt_id ids[] = {OPT_MAX_MEMORY_RESTART, OPT_CGROUP_MEMORY_MAX,
                                      OPT_CGROUP_MEMORY_HIGH};
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        if (c->out->app->set[ids[i]]) {
            add(c, "memory limit", values(c, ids[i]), STR(""), place_of(c, ids[i]));
            return;
        }
    add(c, "memory limit", STR("none"), STR("max_memory_restart: '1G', or what suits it"),
        no_place());
}

/* NODE_ENV of `env`, where it is a plain text. */
static struct str node_env(struct advice_case *c, struct span *span) {
    const struct lint_env *vars;
    size_t n = lint_env(c->l, c->out->app, &vars);
    for (size_t i = 0; i < n; i++)
        if (str_eqz(vars[i].name, "NODE_ENV") && !vars[i].profile.n &&
            vars[i].value->kind == VALUE_STRING) {
            *span = vars[i].span;
            return vars[i].value->string;
        }
    return STR("");
}

static void row_profiles(struct advice_case *c) {
    const struct app *app = c->out->app;
    struct str list = STR(""), own;
    struct span span = no_place();
    for (size_t i = 0; i < app->profiles.n; i++)
        list = joined(c->l, list, app->profiles.at[i].profile);
    own = node_env(c, &span);
    if (!list.n)
        list =
            own.n ? arena_fmt(c->l->a, "none; env says NODE_ENV %.*s", STR_ARG(own)) : STR("none");
    if (app->profiles.n)
        span = app->profiles.at[0].key_span;
    add(c, "profiles", list,
        lint_is_for_production(c->l, app) ? STR("")
                                          : STR("env_production: { NODE_ENV: 'production' }"),
        span);
}

void advice_rows(struct advice_case *c) {
    bool is_read = c->out->facts.is_read;
    row_mode(c);
    if (is_read) {
        row_health(c);
        row_ready(c);
        row_stop(c);
    }
    row_logs(c);
    row_memory(c);
    row_profiles(c);
}
