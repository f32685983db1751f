/* The options of http, as the check needs them. */
#include <stdlib.h>

#include "runtime/app_load.h"

static bool is_clean(const char *text) {
    for (; *text; text++)
        if ((unsigned char)*text <= ' ' || *text == 0x7f)
            return false;
    return true;
}

static const char *take_text(const struct plan *plan, const struct app *app,
                             struct text_source *texts, enum opt_id id, struct err *err) {
    struct text_use use = {app->name, options[id].name, NULL};
    const char *text = text_fill(texts, plan_text(plan, app->index, id), use);
    text = text && *text ? text : options[id].def_text;
    if (is_clean(text))
        return text;
    (void)err_set(err, "app %s: %s has a blank or a control character: \"%s\"", app->name,
                  options[id].name, text);
    return NULL;
}

static uint16_t port_of(const char *text) {
    char *end;
    long n = text ? strtol(text, &end, 10) : 0;
    return text && end != text && !*end && n >= 1 && n <= 65535 ? (uint16_t)n : 0;
}

/* PORT as the process will find it. */
static uint16_t port_of_environment(const struct generation *gen, const struct app *app) {
    for (unsigned i = 0; i < app->n_env; i++)
        if (strcmp(app->env[i].name, "PORT") == 0)
            return port_of(app->env[i].value);
    return port_of(text_getenv(gen->environ, "PORT"));
}

static void take_port(const struct generation *gen, struct app *app, struct app_health *health) {
    bool is_port = app->increment_var && strcmp(app->increment_var, "PORT") == 0;
    int64_t said = plan_number(&gen->plan, app->index, OPT_HTTP_PORT, 0);
    uint16_t own = is_port ? (uint16_t)app->increment_base : port_of_environment(gen, app);
    health->port = said ? (uint16_t)said : own;
    health->counts_up = app->increment_var && app->increment_base > 0 && (is_port || said) &&
                        health->port == app->increment_base;
}

static void take_rules(const struct plan *plan, const struct app *app, struct app_health *health) {
    health->rules = (struct health_rules){
        .interval_ms = plan_number(plan, app->index, OPT_HTTP_INTERVAL, 0),
        .start_ms = plan_number(plan, app->index, OPT_HTTP_START, 0),
        /* Who waits for it to come up has waited by then. */
        .ready_ms = app->listen_timeout_ms + app->policy.min_uptime_ms,
        .unhealthy_after = (unsigned)plan_number(plan, app->index, OPT_HTTP_UNHEALTHY, 1),
        .healthy_after = (unsigned)plan_number(plan, app->index, OPT_HTTP_HEALTHY, 1),
    };
    health->timeout_ms = plan_number(plan, app->index, OPT_HTTP_TIMEOUT, 0);
}

/* Whoever connects to a socket that processes share without us reaches any of them. */
static bool is_of_app(const struct app *app, const struct app_health *health) {
    bool is_shared = app->n_listen > 0 || (app->is_cluster && (app->is_shared || !health->n_at));
    return is_shared || (!app->is_cluster && app->n_instances > 1 && !health->counts_up);
}

int app_health_take(struct generation *gen, unsigned i, struct text_source *texts,
                    struct err *err) {
    struct app *app = &gen->apps[i];
    const struct plan *plan = &gen->plan;
    if (!plan_has_block(plan, i, BLOCK_HTTP))
        return 0;
    struct app_health *health = arena_new(texts->arena, struct app_health);
    if (!health)
        return err_set(err, "out of memory while loading app %s", app->name);
    health->host = take_text(plan, app, texts, OPT_HTTP_HOST, err);
    const char *path = health->host ? take_text(plan, app, texts, OPT_HTTP_PATH, err) : NULL;
    if (!path)
        return -1;
    health->path = *path == '/' ? path : arena_fmt(texts->arena, "/%s", path).p;
    if (!health->path)
        return err_set(err, "out of memory while loading app %s", app->name);
    struct plan_list codes = plan_list(plan, i, OPT_HTTP_EXPECT);
    health->codes = codes.words;
    health->n_codes = codes.n;
    health->n_at = os_endpoints_of(str_of(health->host), health->at);
    health->restarts = plan_bool(plan, i, OPT_AUTOKILL);
    take_rules(plan, app, health);
    take_port(gen, app, health);
    if (!health->port)
        return 0; /* told by gen_list_notices */
    health->is_of_app = is_of_app(app, health);
    if (!health->is_of_app)
        app->ready_by = READY_BY_HEALTH;
    app->health = health;
    return 0;
}
