/* Options become what the runtime uses. */
#include "runtime/app_load.h"

#include <stdlib.h>

#include "runtime/logs/log_name.h"
#include "runtime/os/clock.h"
#include "runtime/os/zone.h"
#include "runtime/workpath.h"
#include "schema/base/hash.h"
#include "schema/io/file.h"
#include "schema/unit/dotenv.h"

enum { ENV_FILE_MOST_BYTES = 1024 * 1024 };

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
    if (list.n == 0)
        return (struct app_list){0};
    struct app_list taken = {arena_array(l->texts->arena, const char *, list.n), list.n};
    l->failed = l->failed || !taken.at;
    for (unsigned i = 0; i < list.n && taken.at; i++) {
        const char *text = text_fill(l->texts, plan_list_text(list, i), use);
        taken.at[i] = text ? text : "";
    }
    return taken;
}

/* There is room for one more. */
static void set_var(struct app_loader *l, struct str name, struct str value) {
    const char *text = arena_cstr(l->texts->arena, value);
    l->failed = l->failed || !text;
    for (unsigned i = 0; i < l->app->n_env; i++)
        if (str_eqz(name, l->app->env[i].name)) {
            l->app->env[i].value = text ? text : "";
            return;
        }
    const char *key = arena_cstr(l->texts->arena, name);
    l->failed = l->failed || !key;
    l->app->env[l->app->n_env++] = (struct app_var){key ? key : "", text ? text : ""};
}

static bool is_in_env(struct plan_list env, struct str name) {
    for (unsigned i = 0; i < env.n; i++)
        if (str_eqz(name, plan_env_name(env, i)))
            return true;
    return false;
}

/* The assignments of the files of env_file, the last one of a name counts; those of env go before. */
static int take_env_files(struct app_loader *l, struct plan_list env, struct err *err) {
    struct arena *a = l->texts->arena;
    struct app_list files = take_list(l, OPT_ENV_FILE);
    for (unsigned f = 0; f < files.n && !l->texts->n_missing; f++) {
        const char *path = workpath_resolve(a, l->texts->root, files.at[f]);
        const struct dotenv_entry *entries;
        struct str text;
        if (!path || file_read(path, ENV_FILE_MOST_BYTES, a, &text, err) < 0)
            return err_wrap(err, "app %s: env_file", l->app->name);
        size_t n = dotenv_parse(a, text, &entries);
        struct app_var *more = arena_array(a, struct app_var, l->app->n_env + n);
        if (!more)
            return err_set(err, "out of memory while loading app %s", l->app->name);
        if (l->app->n_env)
            memcpy(more, l->app->env, l->app->n_env * sizeof *more);
        l->app->env = more;
        for (size_t i = 0; i < n; i++)
            if (!is_in_env(env, entries[i].name))
                set_var(l, entries[i].name, entries[i].value);
    }
    return 0;
}

/* As it was resolved by another supervisor. */
static int take_given_env(struct app_loader *l, char *const *given) {
    size_t n = 0;
    while (given[n])
        n++;
    struct app_var *env = arena_array(l->texts->arena, struct app_var, n);
    l->failed = l->failed || !env;
    for (size_t i = 0; i < n && env; i++) {
        struct str entry = str_of(given[i]);
        size_t at = str_index(entry, '=');
        env[i].name = arena_cstr(l->texts->arena, (struct str){entry.p, at});
        env[i].value = arena_cstr(l->texts->arena, str_skip(entry, at < entry.n ? at + 1 : at));
        l->failed = l->failed || !env[i].name || !env[i].value;
    }
    l->app->env = env;
    l->app->n_env = env ? (unsigned)n : 0;
    return 0;
}

static int take_env(struct app_loader *l, const struct gen_world *world, struct err *err) {
    if (world->envs && l->index < world->n_envs)
        return take_given_env(l, world->envs[l->index]);
    struct plan_list list = plan_list(l->plan, l->index, OPT_ENV);
    if (take_env_files(l, list, err) < 0)
        return -1;
    unsigned n = l->app->n_env;
    if (list.n == 0)
        return 0;
    struct app_var *env = arena_array(l->texts->arena, struct app_var, n + list.n);
    l->failed = l->failed || !env;
    if (!env)
        return 0;
    if (n)
        memcpy(env, l->app->env, n * sizeof *env);
    l->app->env = env;
    l->app->n_env = n + list.n;
    for (unsigned i = 0; i < list.n; i++) {
        const char *name = plan_env_name(list, i);
        struct text_use use = {l->app->name, options[OPT_ENV].name, name};
        const char *value = text_fill(l->texts, plan_env_text(list, i), use);
        env[n + i] = (struct app_var){name, value ? value : ""};
    }
    return 0;
}

static int take_instances(struct app_loader *l, unsigned n_cpus, struct err *err) {
    int64_t n = plan_number(l->plan, l->index, OPT_INSTANCES, 1);
    if (n <= 0)
        n += n_cpus;
    if (n > APP_INSTANCES_MOST)
        return err_set(err, "app %s: %lld instances are more than %d", l->app->name, (long long)n,
                       APP_INSTANCES_MOST);
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
    app->is_shared = plan_number(l->plan, l->index, OPT_CLUSTER_POLICY, 0) == 1;
    app->has_preload = plan_bool(l->plan, l->index, OPT_DRAIN_PRELOAD);
    app->is_told = plan_bool(l->plan, l->index, OPT_SHUTDOWN_WITH_MESSAGE);
    app->waits_word = plan_bool(l->plan, l->index, OPT_WAIT_READY);
    app->ready_by = app->waits_word   ? READY_BY_WORD
                    : app->is_cluster ? READY_BY_LISTENING
                                      : READY_AT_ONCE;
    app->listen_timeout_ms = plan_number(l->plan, l->index, OPT_LISTEN_TIMEOUT, 0);
    app->reload_parallel = plan_number(l->plan, l->index, OPT_RELOAD_PARALLEL, 1);
    app->autostart = plan_bool(l->plan, l->index, OPT_AUTOSTART);
    app->nice = (int)plan_number(l->plan, l->index, OPT_NICE, 0);
    app->max_memory_bytes = plan_number(l->plan, l->index, OPT_MAX_MEMORY_RESTART, 0);
    if (plan_has_block(l->plan, l->index, BLOCK_ERROR)) {
        app->errors_most = (uint64_t)plan_number(l->plan, l->index, OPT_ERROR_THRESHOLD, 0);
        app->errors_restart = plan_bool(l->plan, l->index, OPT_ERROR_RESTART);
    }
    app->treekill = plan_bool(l->plan, l->index, OPT_TREEKILL);
    app->kill_signal = (int)plan_number(l->plan, l->index, OPT_KILL_SIGNAL, 2);
    app->kill_timeout_ms = plan_number(l->plan, l->index, OPT_KILL_TIMEOUT, 0);
    app->logs.is_merged = plan_bool(l->plan, l->index, OPT_MERGE_LOGS);
    app->logs.is_disabled = plan_bool(l->plan, l->index, OPT_DISABLE_LOGS);
    app->logs.style.is_json = plan_number(l->plan, l->index, OPT_LOG_TYPE, 0) == 1;
    app->logs.style.stamp = plan_date_program(l->plan, l->index, OPT_LOG_DATE_FORMAT);
}

static int take_identity(struct app_loader *l, struct err *err) {
    const char *user = take_text(l, OPT_UID), *group = take_text(l, OPT_GID);
    user = user && *user ? user : NULL;
    group = group && *group ? group : NULL;
    if (!user && !group)
        return 0;
    struct os_identity *identity = arena_new(l->texts->arena, struct os_identity);
    l->failed = l->failed || !identity;
    if (identity && os_identity_find(user, group, l->texts->arena, identity, err) < 0)
        return err_wrap(err, "app %s", l->app->name);
    l->app->identity = identity && (identity->has_uid || identity->has_gid) ? identity : NULL;
    return 0;
}

static int take_cron(struct app_loader *l, struct err *err) {
    const struct plan_cron *record = plan_cron(l->plan, l->index, OPT_CRON_RESTART);
    const char *zone = take_text(l, OPT_CRON_TIMEZONE);
    zone = zone && *zone ? zone : NULL;
    if (zone && !os_zone_exists(zone))
        return err_set(err, "app %s: there is no time zone %s", l->app->name, zone);
    if (!record)
        return 0;
    struct cron_clock *clock = arena_new(l->texts->arena, struct cron_clock);
    l->failed = l->failed || !clock;
    if (clock)
        *clock = cron_clock_of(record, zone, os_wall_ms() / 1000);
    l->app->cron = clock;
    return 0;
}

/* Most name none, and share one text. */
static const char *take_cwd(struct app_loader *l, const struct generation *gen) {
    const char *path = take_text_or(l, OPT_CWD, ".");
    const char *cwd =
        strcmp(path, ".") == 0 ? gen->cwd : workpath_resolve(l->texts->arena, gen->root, path);
    l->failed = l->failed || !cwd;
    return cwd;
}

static void take_texts(struct app_loader *l, const struct generation *gen) {
    struct app *app = l->app;
    const char *interpreter = take_text(l, OPT_INTERPRETER);
    app->name_space = take_text_or(l, OPT_NAMESPACE, options[OPT_NAMESPACE].def_text);
    app->script = take_text_or(l, OPT_SCRIPT, "");
    app->cwd = take_cwd(l, gen);
    app->interpreter = interpreter && *interpreter ? interpreter : NULL;
    app->instance_var = take_text_or(l, OPT_INSTANCE_VAR, options[OPT_INSTANCE_VAR].def_text);
    app->args = take_list(l, OPT_ARGS);
    app->node_args = take_list(l, OPT_NODE_ARGS);
    app->filter_env = take_list(l, OPT_FILTER_ENV);
    struct app_list needs = take_list(l, OPT_DEPENDS_ON);
    app->needs = needs.at;
    app->n_needs = needs.at ? needs.n : 0;
    app->logs.out = take_text(l, OPT_OUT_FILE);
    app->logs.err = take_text(l, OPT_ERROR_FILE);
    app->logs.both = take_text(l, OPT_LOG_FILE);
    app->pid_file = take_text(l, OPT_PID_FILE);
}

static void print_list(struct plan_print *print, const struct app_list *list) {
    for (unsigned i = 0; i < list->n; i++)
        plan_print_add(print, list->at[i]);
    plan_print_add(print, NULL);
}

/* What apply_plan.c compares of two apps: the plan, and what the world fills in. */
static void take_print(struct app_loader *l) {
    struct app *app = l->app;
    struct plan_print *print = &app->print;
    *print = plan_print_app(l->plan, l->index);
    plan_print_add(print, app->script);
    plan_print_add(print, app->cwd);
    plan_print_add(print, app->interpreter);
    print_list(print, &app->args);
    print_list(print, &app->node_args);
    for (unsigned i = 0; i < app->n_env; i++)
        plan_print_add_pair(print, app->env[i].name, app->env[i].value);
}

int app_load(struct generation *gen, unsigned i, struct text_source *texts,
             const struct gen_world *world, struct err *err) {
    struct app *app = &gen->apps[i];
    struct app_loader l = {texts, &gen->plan, i, app, false};
    app->index = i;
    app->name = plan_str(&gen->plan, i, OPT_NAME);
    take_texts(&l, gen);
    if (take_env(&l, world, err) < 0)
        return -1;
    take_policy(&l);
    take_plain(&l);
    app->logs.rotation = app_load_rotation(gen, i, world->logs, &l.failed);
    if (take_identity(&l, err) < 0 || take_cron(&l, err) < 0)
        return -1;
    struct app_list listen = take_list(&l, OPT_LISTEN);
    if (!l.failed && texts->n_missing == 0 && app_listen_take(app, &listen, texts->arena, err) < 0)
        return -1;
    if (take_instances(&l, world->n_cpus, err) < 0 || take_increment(&l, err) < 0)
        return -1;
    if (texts->n_missing == 0 && app_health_take(gen, i, texts, err) < 0)
        return -1;
    if (l.failed)
        return err_set(err, "out of memory while loading app %s", app->name);
    if (*app->script == 0 && texts->n_missing == 0)
        return err_set(err, "app %s has no script", app->name);
    if (texts->n_missing == 0)
        take_print(&l);
    return 0;
}

/* ---- depends_on ------------------------------------------------------------------------------ */

/* Whether everything it depends on is settled. */
static bool needs_settled(const struct generation *gen, unsigned app, const bool *settled) {
    for (unsigned k = 0; k < gen->apps[app].n_needs; k++)
        if (!settled[plan_find(&gen->plan, gen->apps[app].needs[k])])
            return false;
    return true;
}

/* Settles apps until none can be: what is left depends on itself. */
static int check_circles(struct generation *gen, struct err *err) {
    bool *settled = arena_array(&gen->arena, bool, gen->n_apps);
    if (!settled)
        return err_set(err, "out of memory while loading the plan");
    for (bool moved = true; moved;) {
        moved = false;
        for (unsigned i = 0; i < gen->n_apps; i++)
            if (!settled[i] && needs_settled(gen, i, settled))
                settled[i] = moved = true;
    }
    for (unsigned i = 0; i < gen->n_apps; i++)
        if (!settled[i])
            return err_set(err, "app %s depends on itself by way of depends_on", gen->apps[i].name);
    return 0;
}

int app_load_needs(struct generation *gen, struct err *err) {
    bool any = false;
    for (unsigned i = 0; i < gen->n_apps; i++)
        for (unsigned k = 0; k < gen->apps[i].n_needs; k++) {
            const char *name = gen->apps[i].needs[k];
            unsigned need = plan_find(&gen->plan, name);
            if (need == gen->n_apps)
                return err_set(err, "app %s depends on %s, which is not in the plan",
                               gen->apps[i].name, name);
            gen->apps[need].is_needed = any = true;
        }
    return any ? check_circles(gen, err) : 0;
}

/* ---- log paths ------------------------------------------------------------------------------- */

/* The base names given so far: open addressing, room for twice as many as there are apps. */
struct base_set {
    const char **at;
    size_t cap; /* a power of two */
};

/* The base in the set, or the empty place where it belongs. */
static const char **base_place(const struct base_set *set, struct str base) {
    size_t i = (size_t)hash_bytes(base.p, base.n) & (set->cap - 1);
    while (set->at[i] && !str_eqz(base, set->at[i]))
        i = (i + 1) & (set->cap - 1);
    return &set->at[i];
}

/* The clean name, with a number where another app has it already. */
static const char *log_base(struct generation *gen, struct base_set *set, unsigned i) {
    struct buf clean = {0};
    log_name_clean(&clean, str_of(gen->apps[i].name));
    size_t n = clean.n;
    const char **place = base_place(set, (struct str){clean.p, clean.n});
    for (unsigned twin = 2; *place && !clean.failed; twin++) {
        clean.n = n;
        buf_fmt(&clean, "-%u", twin);
        place = base_place(set, (struct str){clean.p, clean.n});
    }
    if (!clean.failed)
        *place = arena_cstr(&gen->arena, (struct str){clean.p, clean.n});
    const char *base = clean.failed ? NULL : *place;
    buf_done(&clean);
    return base;
}

/* A path as given, "" where none is, NULL where no file is wanted. */
static const char *given_path(struct arena *a, const struct app *app, const char *path,
                              const struct gen_world *world, bool *failed) {
    if (!path || !*path)
        return "";
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
    logs->base = base;
    logs->out = given_path(a, app, logs->out, world, &failed);
    logs->err = given_path(a, app, logs->err, world, &failed);
    if (logs->both)
        logs->both =
            strcmp(logs->both, "true") == 0 ? "" : given_path(a, app, logs->both, world, &failed);
    if (app->pid_file)
        app->pid_file = *app->pid_file ? given_path(a, app, app->pid_file, world, &failed) : NULL;
    return !failed;
}

int app_load_logs(struct generation *gen, const struct gen_world *world) {
    struct base_set set = {.cap = 2};
    while (set.cap < 2 * (size_t)gen->n_apps)
        set.cap *= 2;
    set.at = calloc(set.cap, sizeof *set.at);
    int rc = set.at ? 0 : -1;
    for (unsigned i = 0; i < gen->n_apps && rc == 0; i++) {
        const char *base = log_base(gen, &set, i);
        if (!base || !name_logs(gen, &gen->apps[i], base, world))
            rc = -1;
    }
    free(set.at);
    return rc;
}
