/* ecort jlist: the list in the shape that PM2's has, for scripts that were written for that.
 *
 * [{pid, name, pm2_env: {...}, pm_id, monit: {memory, cpu}}] on one line. pm2_env holds the options
 * and facts under PM2's names, the environment as "env", and every variable of it once more at the
 * top where no option has that name. */
#include <unistd.h>

#include "runtime/cli/cli.h"
#include "schema/base/json_out.h"
#include "schema/unit/path.h"

struct source {
    struct arena *a;
    const struct json_in *inst, *env;
    struct json_out *j;
};

static const struct json_in *fact(const struct source *s, const char *key) {
    return json_in_get(s->inst, key);
}

static void put_text(const struct source *s, const char *key, const char *from) {
    if (fact(s, from))
        json_key_string(s->j, key, json_in_str(fact(s, from)));
}

static void put_int(const struct source *s, const char *key, const char *from) {
    json_key_int(s->j, key, json_in_int(fact(s, from)));
}

static void put_bool(const struct source *s, const char *key, const char *from) {
    json_key_bool(s->j, key, json_in_bool(fact(s, from)));
}

static void put_list(const struct source *s, const char *key, const char *from) {
    const struct json_in *list = fact(s, from);
    json_key(s->j, str_of(key));
    json_begin_array(s->j);
    for (size_t i = 0; i < json_in_count(list); i++)
        json_string(s->j, json_in_str(json_in_at(list, i)));
    json_end_array(s->j);
}

static struct str pm2_status(struct str status) {
    return str_eqz(status, "backoff") ? STR("waiting restart") : status;
}

/* Names that put_pm2_env writes itself; a variable of such a name is in "env" only. */
static const char pm2_names[] =
    "name namespace pm_id status pm_uptime created_at restart_time unstable_restarts exec_mode "
    "instances pm_exec_path pm_cwd args node_args exec_interpreter pm_out_log_path pm_err_log_path "
    "pm_log_path autorestart autostart max_restarts min_uptime kill_timeout treekill exit_code "
    "max_memory_restart cron_restart merge_logs watch version unique_id NODE_APP_INSTANCE "
    "axm_actions "
    "axm_monitor axm_options axm_dynamic env";

static void put_variable(void *ctx, struct str name, const struct json_in *value) {
    struct source *s = ctx;
    json_key(s->j, name);
    json_string(s->j, json_in_str(value));
}

static void put_variable_at_top(void *ctx, struct str name, const struct json_in *value) {
    if (!str_is_word_of(pm2_names, name))
        put_variable(ctx, name, value);
}

/* Absolute; a program that PATH is searched for stays as it is called. */
static void put_exec_path(const struct source *s) {
    struct str script = json_in_str(fact(s, "script"));
    struct str path = path_join(s->a, json_in_str(fact(s, "cwd")), script);
    const char *name = arena_cstr(s->a, path);
    bool is_there = name && access(name, F_OK) == 0;
    json_key_string(s->j, "pm_exec_path", is_there ? path : script);
}

/* A number, to PM2. */
static void put_instance_number(const struct source *s) {
    if (json_in_get(s->env, "NODE_APP_INSTANCE"))
        put_int(s, "NODE_APP_INSTANCE", "instance");
}

static void put_options(const struct source *s) {
    bool is_cluster = str_eqz(json_in_str(fact(s, "mode")), "cluster");
    json_key_string(s->j, "exec_mode", is_cluster ? STR("cluster_mode") : STR("fork_mode"));
    put_int(s, "instances", "instances");
    put_exec_path(s);
    put_text(s, "pm_cwd", "cwd");
    put_list(s, "args", "args");
    put_list(s, "node_args", "node_args");
    if (fact(s, "interpreter"))
        put_text(s, "exec_interpreter", "interpreter");
    else
        json_key_string(s->j, "exec_interpreter", STR("none"));
    put_text(s, "pm_out_log_path", "out_file");
    put_text(s, "pm_err_log_path", "error_file");
    put_text(s, "pm_log_path", "log_file");
    put_bool(s, "autorestart", "autorestart");
    put_bool(s, "autostart", "autostart");
    put_int(s, "max_restarts", "max_restarts");
    put_int(s, "min_uptime", "min_uptime_ms");
    put_int(s, "kill_timeout", "kill_timeout_ms");
    put_bool(s, "treekill", "treekill");
    if (fact(s, "max_memory_bytes"))
        put_int(s, "max_memory_restart", "max_memory_bytes");
    put_text(s, "cron_restart", "cron_restart");
    put_bool(s, "merge_logs", "merge_logs");
    json_key_bool(s->j, "watch", false);
}

static void put_facts(const struct source *s) {
    const struct json_in *last = fact(s, "exit");
    put_text(s, "name", "name");
    put_text(s, "namespace", "namespace");
    put_int(s, "pm_id", "id");
    json_key_string(s->j, "status", pm2_status(json_in_str(fact(s, "status"))));
    put_int(s, "pm_uptime", "started_at");
    put_int(s, "created_at", "started_at");
    put_int(s, "restart_time", "restarts");
    put_int(s, "unstable_restarts", "unstable_restarts");
    if (last)
        json_key_int(s->j, "exit_code", json_in_int(json_in_get(last, "code")));
    json_key_string(s->j, "version", STR("N/A"));
    put_text(s, "unique_id", "mark");
}

/* As it is; `otherwise` where there is nothing. */
static void put_json(const struct source *s, const char *key, struct str otherwise) {
    struct buf text = {0};
    json_in_print_line(fact(s, key), &text);
    json_raw(s->j, fact(s, key) && !text.failed ? (struct str){text.p, text.n} : otherwise);
    buf_done(&text);
}

static void put_pm2_env(struct source *s) {
    static const char *const empty[] = {"axm_options", "axm_dynamic"};
    json_begin_object(s->j);
    put_facts(s);
    put_options(s);
    json_key(s->j, STR("axm_actions"));
    put_json(s, "actions", STR("[]"));
    json_key(s->j, STR("axm_monitor"));
    put_json(s, "metrics", STR("{}"));
    for (size_t i = 0; i < ARRAY_LEN(empty); i++) {
        json_key(s->j, str_of(empty[i]));
        json_begin_object(s->j);
        json_end_object(s->j);
    }
    json_key(s->j, STR("env"));
    json_begin_object(s->j);
    json_in_each(s->env, put_variable, s);
    json_end_object(s->j);
    put_instance_number(s);
    json_in_each(s->env, put_variable_at_top, s);
    json_end_object(s->j);
}

static void put_instance(struct source *s) {
    struct buf cpu = {0};
    json_begin_object(s->j);
    put_int(s, "pid", "pid");
    put_text(s, "name", "name");
    json_key(s->j, STR("pm2_env"));
    put_pm2_env(s);
    put_int(s, "pm_id", "id");
    json_key(s->j, STR("monit"));
    json_begin_object(s->j);
    put_int(s, "memory", "memory_bytes");
    buf_fmt(&cpu, "%.1f", json_in_double(fact(s, "cpu_percent")));
    json_key(s->j, STR("cpu"));
    json_raw(s->j, cpu.failed ? STR("0") : (struct str){cpu.p, cpu.n});
    buf_done(&cpu);
    json_end_object(s->j);
    json_end_object(s->j);
}

/* Both lists are by id; an instance that came or went between them is left out. */
static void put_all(struct arena *a, struct json_out *j, const struct json_in *insts,
                    const struct json_in *envs) {
    size_t e = 0;
    json_begin_array(j);
    for (size_t i = 0; i < json_in_count(insts); i++) {
        struct source s = {.a = a, .inst = json_in_at(insts, i), .j = j};
        int64_t id = json_in_int(fact(&s, "id"));
        while (e < json_in_count(envs) && json_in_int(json_in_get(json_in_at(envs, e), "id")) < id)
            e++;
        const struct json_in *env = json_in_at(envs, e);
        if (!env || json_in_int(json_in_get(env, "id")) != id)
            continue;
        s.env = json_in_get(env, "env");
        put_instance(&s);
    }
    json_end_array(j);
}

static int run(struct cli *cli) {
    const char *all = "all";
    struct ctl_request show = {.command = CTL_SHOW, .targets = {&all, 1}};
    struct ctl_request env = {.command = CTL_ENV, .targets = {&all, 1}};
    struct json_in *insts = NULL, *envs = NULL;
    struct buf text = {0};
    struct json_out j;
    if (!cli_has_supervisor(cli)) { /* nothing runs: that is a list too */
        buf_z(&text, "[]\n");
        return cli_out(cli, &text);
    }
    int rc = cli_send(cli, &show, NULL, &insts);
    if (rc == CLI_OK)
        rc = cli_send(cli, &env, NULL, &envs);
    if (rc == CLI_OK) {
        json_out_init(&j, &text, 0);
        put_all(&cli->arena, &j, json_in_get(insts, "list"), json_in_get(envs, "list"));
        buf_char(&text, '\n');
        rc = cli_out(cli, &text);
        json_in_free(envs);
    }
    json_in_free(insts);
    return rc;
}

const struct cli_command cli_jlist = {
    .name = "jlist",
    .arguments = "[--json]",
    .summary = "Lists the instances as PM2's jlist does.",
    .details =
        "One line of JSON: [{pid, name, pm2_env, pm_id, monit}], [] where no supervisor runs. "
        "pm2_env holds\n"
        "the environment, secrets too. For new scripts ecort list --json is the better "
        "source.\n\n"
        "  ecort jlist\n",
    .flags = 1u << CLI_JSON, /* it is anyway */
    .run = run,
};
