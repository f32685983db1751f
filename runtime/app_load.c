/* Options become what the runtime uses. */
#include "runtime/app_load.h"

#include <stdlib.h>

#include "runtime/logs/log_name.h"
#include "runtime/os/civil.h"
#include "runtime/os/clock.h"
#include "runtime/workpath.h"

enum { INSTANCES_MOST = 4096 };

/* What the helpers below need again and again. */
struct app_loader {
    struct text_source *texts;
    const struct plan *plan;
    unsigned index;
    struct app *app;
    bool failed; /* no memory */
};

static const char *take_text(struct app_loader *l, enum opt_id id) {
    struct text_use use = {l->app->name, options[id].name, NULL};
    return text_fill(l->texts, plan_text(l->plan, l->index, id), use);
}

/* A text that may be missing has been noted; go on with something harmless. */
static const char *take_text_or(struct app_loader *l, enum opt_id id, const char *otherwise) {
    const char *text = take_text(l, id);
    return text ? text : otherwise;
}

static struct app_list take_list(struct app_loader *l, enum opt_id id) {
    struct plan_list list = plan_list(l->plan, l->index, id);
    struct text_use use = {l->app->name, options[id].name, NULL};
    struct app_list taken = {arena_array(l->texts->arena, const char *, list.n), list.n};
    l->failed = l->failed || !taken.at;
    for (unsigned i = 0; i < list.n && taken.at; i++) {
        const char *text = text_fill(l->texts, plan_list_text(list, i), use);
        taken.at[i] = text ? text : "";
    }
    return taken;
}

static void take_env(struct app_loader *l) {
    struct plan_list list = plan_list(l->plan, l->index, OPT_ENV);
    l->app->env = arena_array(l->texts->arena, struct app_var, list.n);
    l->app->n_env = l->app->env ? list.n : 0;
    l->failed = l->failed || !l->app->env;
    for (unsigned i = 0; i < l->app->n_env; i++) {
        const char *name = plan_env_name(list, i);
        struct text_use use = {l->app->name, options[OPT_ENV].name, name};
        const char *value = text_fill(l->texts, plan_env_text(list, i), use);
        l->app->env[i] = (struct app_var){name, value ? value : ""};
    }
}

static int take_instances(struct app_loader *l, unsigned n_cpus, struct err *err) {
    int64_t n = plan_number(l->plan, l->index, OPT_INSTANCES, 1);
    if (n <= 0)
        n += n_cpus;
    if (n > INSTANCES_MOST)
        return err_set(err, "app %s: %lld instances are more than %d", l->app->name, (long long)n,
                       INSTANCES_MOST);
    l->app->n_instances = n < 1 ? 1 : (unsigned)n;
    return 0;
}

/* The variable that counts up begins at its value in env, or at 0. */
static int take_increment(struct app_loader *l, struct err *err) {
    struct app *app = l->app;
    app->increment_var = take_text(l, OPT_INCREMENT_VAR);
    if (!app->increment_var)
        return 0;
    const char *value = NULL;
    for (unsigned i = 0; i < app->n_env; i++)
        if (strcmp(app->env[i].name, app->increment_var) == 0)
            value = app->env[i].value;
    if (!value || l->texts->n_missing)
        return 0;
    char *end;
    app->increment_base = strtoll(value, &end, 10);
    if (end == value || *end)
        return err_set(err,
                       "app %s: increment_var %s counts up from \"%s\", which is no whole number",
                       app->name, app->increment_var, value);
    return 0;
}

static void take_policy(struct app_loader *l) {
    struct plan_list codes = plan_list(l->plan, l->index, OPT_STOP_EXIT_CODES);
    l->app->policy = (struct policy){
        .autorestart = plan_bool(l->plan, l->index, OPT_AUTORESTART),
        .max_restarts = plan_number(l->plan, l->index, OPT_MAX_RESTARTS, 0),
        .min_uptime_ms = plan_number(l->plan, l->index, OPT_MIN_UPTIME, 0),
        .restart_delay_ms = plan_number(l->plan, l->index, OPT_RESTART_DELAY, 0),
        .exp_backoff_ms = plan_number(l->plan, l->index, OPT_EXP_BACKOFF, 0),
        .stop_codes = codes.words,
        .n_stop_codes = codes.n,
    };
}

static void take_plain(struct app_loader *l) {
    struct app *app = l->app;
    app->is_cluster = plan_number(l->plan, l->index, OPT_EXEC_MODE, 0) == 1;
    app->autostart = plan_bool(l->plan, l->index, OPT_AUTOSTART);
    app->treekill = plan_bool(l->plan, l->index, OPT_TREEKILL);
    app->kill_signal = (int)plan_number(l->plan, l->index, OPT_KILL_SIGNAL, 2);
    app->kill_timeout_ms = plan_number(l->plan, l->index, OPT_KILL_TIMEOUT, 0);
    app->logs.is_merged = plan_bool(l->plan, l->index, OPT_MERGE_LOGS);
    app->logs.is_disabled = plan_bool(l->plan, l->index, OPT_DISABLE_LOGS);
    app->logs.style.is_json = plan_number(l->plan, l->index, OPT_LOG_TYPE, 0) == 1;
    app->logs.style.stamp = plan_date_program(l->plan, l->index, OPT_LOG_DATE_FORMAT);
}

/* "?" in an interval is the moment of loading. */
static void take_rotation(struct app_loader *l) {
    const struct plan_cron *cron = plan_cron(l->plan, l->index, OPT_ROTATE_INTERVAL);
    struct log_rotation *r = &l->app->logs.rotation;
    l->app->logs.is_rotated = plan_has_block(l->plan, l->index, BLOCK_ROTATE);
    if (!l->app->logs.is_rotated)
        return;
    *r = (struct log_rotation){
        .max_bytes = plan_number(l->plan, l->index, OPT_ROTATE_SIZE, 0),
        .retain = (unsigned)plan_number(l->plan, l->index, OPT_ROTATE_RETAIN, 0),
        .is_compressed = plan_bool(l->plan, l->index, OPT_ROTATE_COMPRESS),
        .has_interval = cron != NULL,
        .stamp = plan_date_program(l->plan, l->index, OPT_ROTATE_DATE),
    };
    if (cron) {
        struct civil_time now = os_civil_of(os_wall_ms());
        r->interval = plan_cron_masks(cron);
        cron_settle(&r->interval, &now);
    }
}

static void take_texts(struct app_loader *l, const char *root) {
    struct app *app = l->app;
    const char *interpreter = take_text(l, OPT_INTERPRETER);
    app->name_space = take_text_or(l, OPT_NAMESPACE, options[OPT_NAMESPACE].def_text);
    app->script = take_text_or(l, OPT_SCRIPT, "");
    app->cwd = workpath_resolve(l->texts->arena, root, take_text_or(l, OPT_CWD, "."));
    app->interpreter = interpreter && *interpreter ? interpreter : NULL;
    app->instance_var = take_text_or(l, OPT_INSTANCE_VAR, options[OPT_INSTANCE_VAR].def_text);
    app->args = take_list(l, OPT_ARGS);
    app->node_args = take_list(l, OPT_NODE_ARGS);
    app->filter_env = take_list(l, OPT_FILTER_ENV);
    app->logs.out = take_text(l, OPT_OUT_FILE);
    app->logs.err = take_text(l, OPT_ERROR_FILE);
    app->logs.both = take_text(l, OPT_LOG_FILE);
    l->failed = l->failed || !app->cwd;
}

int app_load(struct generation *gen, unsigned i, struct text_source *texts,
             const struct gen_world *world, struct err *err) {
    struct app *app = &gen->apps[i];
    struct app_loader l = {texts, &gen->plan, i, app, false};
    app->index = i;
    app->name = plan_str(&gen->plan, i, OPT_NAME);
    take_texts(&l, gen->root);
    take_env(&l);
    take_policy(&l);
    take_plain(&l);
    take_rotation(&l);
    if (take_instances(&l, world->n_cpus, err) < 0 || take_increment(&l, err) < 0)
        return -1;
    if (l.failed)
        return err_set(err, "out of memory while loading app %s", app->name);
    if (*app->script == 0 && texts->n_missing == 0)
        return err_set(err, "app %s has no script", app->name);
    return 0;
}

/* ---- log paths ------------------------------------------------------------------------------- */

/* The clean name, with a number where another app has it already. */
static const char *log_base(struct generation *gen, const char **bases, unsigned i) {
    struct buf clean = {0};
    log_name_clean(&clean, str_of(gen->apps[i].name));
    size_t n = clean.n;
    for (unsigned twin = 2;; twin++) {
        struct str candidate = {clean.p, clean.n};
        bool is_taken = false;
        for (unsigned j = 0; j < i && !is_taken; j++)
            is_taken = str_eqz(candidate, bases[j]);
        if (!is_taken || clean.failed)
            break;
        clean.n = n;
        buf_fmt(&clean, "-%u", twin);
    }
    const char *base =
        clean.failed ? NULL : arena_cstr(&gen->arena, (struct str){clean.p, clean.n});
    buf_done(&clean);
    return base;
}

static const char *default_path(struct arena *a, const char *home, const char *base,
                                const char *tail) {
    return arena_fmt(a, "%s/logs/%s%s.log", home, base, tail).p;
}

/* A path as given, or NULL where no file is wanted. */
static const char *given_path(struct arena *a, const struct app *app, const char *path,
                              const struct gen_world *world, bool *failed) {
    if (log_name_is_none(str_of(path)))
        return NULL;
    const char *full = workpath_from_home(a, world->user_home, path);
    full = full ? workpath_resolve(a, app->cwd, full) : NULL;
    *failed = *failed || !full;
    return full;
}

static bool name_logs(struct generation *gen, struct app *app, const char *base,
                      const struct gen_world *world) {
    struct arena *a = &gen->arena;
    struct app_logs *logs = &app->logs;
    bool failed = false;
    logs->out = logs->out && *logs->out ? given_path(a, app, logs->out, world, &failed)
                                        : default_path(a, world->home, base, "-out");
    logs->err = logs->err && *logs->err ? given_path(a, app, logs->err, world, &failed)
                                        : default_path(a, world->home, base, "-error");
    if (logs->both && *logs->both && strcmp(logs->both, "true") != 0)
        logs->both = given_path(a, app, logs->both, world, &failed);
    else if (logs->both)
        logs->both = default_path(a, world->home, base, "");
    return !failed;
}

int app_load_logs(struct generation *gen, const struct gen_world *world) {
    const char **bases = arena_array(&gen->arena, const char *, gen->n_apps);
    if (!bases)
        return -1;
    for (unsigned i = 0; i < gen->n_apps; i++) {
        bases[i] = log_base(gen, bases, i);
        if (!bases[i] || !name_logs(gen, &gen->apps[i], bases[i], world))
            return -1;
    }
    return 0;
}
