/* Environments are short: a list with linear look-up. */
#include "runtime/child_env.h"

#include "runtime/cluster/preload.h"
#include "runtime/os/spawn.h"
#include "runtime/os/tree.h"

struct env {
    struct arena *a;
    char **at;
    size_t n, cap;
    bool failed;
};

static const char *const not_passed_on[] = {
    "NODE_CHANNEL_FD",
    "NODE_CHANNEL_SERIALIZATION_MODE",
    "NODE_UNIQUE_ID",
    "NOTIFY_SOCKET",
    "WATCHDOG_PID",
    "WATCHDOG_USEC",
    "LISTEN_PID",
    "LISTEN_FDS",
    "LISTEN_FDNAMES",
    OS_TREE_MARKER,
    "PWD",
};

static bool is_named(const char *entry, const char *name) {
    size_t n = strlen(name);
    return strncmp(entry, name, n) == 0 && entry[n] == '=';
}

const char *child_env_get(char *const *env, const char *name) {
    for (; *env; env++)
        if (is_named(*env, name))
            return *env + strlen(name) + 1;
    return NULL;
}

static bool is_filtered(const struct app *app, const char *entry) {
    struct str name = {entry, str_index(str_of(entry), '=')};
    for (unsigned i = 0; i < app->filter_env.n; i++) {
        const char *item = app->filter_env.at[i];
        if (strcmp(item, "*") == 0)
            return true;
        const char *hit = *item ? strstr(entry, item) : NULL;
        if (hit && (size_t)(hit - entry) + strlen(item) <= name.n)
            return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(not_passed_on); i++)
        if (str_eqz(name, not_passed_on[i]))
            return true;
    return false;
}

static void env_add(struct env *env, char *entry) {
    if (env->n + 1 >= env->cap) {
        char **more = arena_grow(env->a, env->at, env->n, &env->cap, sizeof(char *));
        env->failed = env->failed || !more;
        if (!more)
            return;
        env->at = more;
    }
    env->at[env->n++] = entry;
    env->at[env->n] = NULL;
}

static void env_set(struct env *env, const char *name, const char *value) {
    char *entry = arena_alloc(env->a, strlen(name) + strlen(value) + 2);
    if (!entry) {
        env->failed = true;
        return;
    }
    (void)stpcpy(stpcpy(stpcpy(entry, name), "="), value);
    for (size_t i = 0; i < env->n; i++)
        if (is_named(env->at[i], name)) {
            env->at[i] = entry;
            return;
        }
    env_add(env, entry);
}

static void env_set_number(struct env *env, const char *name, int64_t n) {
    const char *text = arena_fmt(env->a, "%lld", (long long)n).p;
    env_set(env, name, text ? text : "");
    env->failed = env->failed || !text;
}

/* One mark per enclosing supervisor: an outer one still knows its own. */
static void env_mark(struct env *env, const char *mark, char *const *environ) {
    const char *outer = child_env_get(environ, OS_TREE_MARKER);
    const char *marks = outer && *outer ? arena_fmt(env->a, "%s,%s", outer, mark).p : mark;
    env_set(env, OS_TREE_MARKER, marks ? marks : mark);
}

/* As if there will be a channel; child.c knows. */
static void env_channel(struct env *env, const struct child_id *id) {
    env_set_number(env, "NODE_CHANNEL_FD", 3 + (int64_t)id->n_sockets);
    env_set(env, "NODE_CHANNEL_SERIALIZATION_MODE", "json");
    if (id->worker)
        env_set_number(env, "NODE_UNIQUE_ID", id->worker);
    if (!id->preload)
        return;
    const char *users = env->at ? child_env_get(env->at, "NODE_OPTIONS") : NULL;
    const char *words = preload_options(env->a, id->preload, users);
    env->failed = env->failed || !words;
    env_set(env, "NODE_OPTIONS", words ? words : "");
}

char **child_env(struct arena *a, const struct app *app, const struct child_id *id,
                 char *const *environ) {
    struct env env = {.a = a};
    for (char *const *e = environ; *e; e++)
        if (!is_filtered(app, *e))
            env_add(&env, *e);
    env_set(&env, "PWD", app->cwd);
    if (app->identity && app->identity->has_uid && app->identity->name) {
        env_set(&env, "USER", app->identity->name);
        env_set(&env, "LOGNAME", app->identity->name);
        env_set(&env, "HOME", app->identity->home);
    }
    for (unsigned i = 0; i < app->n_env; i++)
        env_set(&env, app->env[i].name, app->env[i].value);
    if (*app->instance_var)
        env_set_number(&env, app->instance_var, id->number);
    if (app->increment_var)
        env_set_number(&env, app->increment_var, app->increment_base + id->number);
    env_set(&env, "name", app->name);
    env_set_number(&env, "pm_id", id->pm_id);
    env_set(&env, "namespace", app->name_space);
    env_mark(&env, id->mark, environ);
    env_channel(&env, id);
    if (id->n_sockets) {
        env_set(&env, "LISTEN_PID", OS_SPAWN_PID); /* the child writes its own there */
        env_set_number(&env, "LISTEN_FDS", id->n_sockets);
        env_set(&env, "LISTEN_FDNAMES", id->socket_names);
    }
    if (id->notify)
        env_set(&env, "NOTIFY_SOCKET", id->notify);
    if (app->interpreter && strstr(app->interpreter, "python") &&
        !child_env_get(env.at, "PYTHONUNBUFFERED"))
        env_set(&env, "PYTHONUNBUFFERED", "1");
    return env.failed ? NULL : env.at;
}

void child_env_no_channel(char **env) {
    static const char *const names[] = {"NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE"};
    char **to = env;
    for (char **from = env; *from; from++) {
        bool is_meant = is_named(*from, names[0]) || is_named(*from, names[1]);
        if (!is_meant)
            *to++ = *from;
    }
    *to = NULL;
}
