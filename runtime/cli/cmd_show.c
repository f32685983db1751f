/* ecort show. */
#include "runtime/cli/cli.h"
#include "runtime/cli/cli_show.h"

static void line(struct buf *out, const char *key, struct str value) {
    buf_fmt(out, "  %-14s%.*s\n", key, STR_ARG(value));
}

static void line_of(struct buf *out, const char *label, const struct json_in *inst,
                    const char *key) {
    const struct json_in *v = json_in_get(inst, key);
    if (json_in_is_string(v))
        line(out, label, json_in_str(v));
}

static void line_of_list(struct buf *out, const char *label, const struct json_in *v) {
    if (json_in_count(v) == 0)
        return;
    buf_fmt(out, "  %-14s", label);
    for (size_t i = 0; i < json_in_count(v); i++)
        buf_fmt(out, "%s%.*s", i ? " " : "", STR_ARG(json_in_str(json_in_at(v, i))));
    buf_char(out, '\n');
}

static void print_exit(struct buf *out, const struct json_in *last) {
    struct str sig = json_in_str(json_in_get(last, "signal"));
    if (!last)
        return;
    if (sig.n)
        line(out, "last exit", sig);
    else
        buf_fmt(out, "  %-14scode %lld\n", "last exit",
                (long long)json_in_int(json_in_get(last, "code")));
}

static void print_policy(struct buf *out, const struct json_in *inst) {
    if (!json_in_bool(json_in_get(inst, "autorestart")))
        line(out, "restart", STR("no (autorestart: false)"));
    else
        buf_fmt(out, "  %-14sup to %lld times in a row after runs under %lld ms (%lld so far)\n",
                "restart", (long long)json_in_int(json_in_get(inst, "max_restarts")),
                (long long)json_in_int(json_in_get(inst, "min_uptime_ms")),
                (long long)json_in_int(json_in_get(inst, "unstable_restarts")));
    buf_fmt(out, "  %-14s%.*s, SIGKILL after %lld ms\n", "stop",
            STR_ARG(json_in_str(json_in_get(inst, "kill_signal"))),
            (long long)json_in_int(json_in_get(inst, "kill_timeout_ms")));
}

/* "healthy, answered 200", "unhealthy (3 failures): ...". */
static void print_health(struct arena *a, struct buf *out, const struct json_in *inst) {
    struct str health = json_in_str(json_in_get(inst, "health"));
    struct str error = json_in_str(json_in_get(inst, "health_error"));
    const struct json_in *status = json_in_get(inst, "health_status");
    int64_t failures = json_in_int(json_in_get(inst, "health_failures"));
    if (!health.n)
        return;
    buf_fmt(out, "  %-14s%.*s", "health", STR_ARG(health));
    if (error.n && failures)
        buf_fmt(out, ", %lld failure%s in a row", (long long)failures, failures == 1 ? "" : "s");
    if (error.n)
        buf_fmt(out, ": %.*s", STR_ARG(error));
    else if (status)
        buf_fmt(out, ", answered %.*s", STR_ARG(cli_show_int(a, status)));
    if (str_eqz(json_in_str(json_in_get(inst, "health_of")), "app"))
        buf_z(out, " (the app as a whole: any of its processes may answer)");
    buf_char(out, '\n');
}

static void print_run(struct cli *cli, struct buf *out, const struct json_in *inst) {
    struct arena *a = &cli->arena;
    struct str status = cli_show_status(a, inst);
    struct str plain = json_in_str(json_in_get(inst, "status"));
    const char *color =
        cli->say.out_color ? cli_show_color(plain, cli_show_is_unhealthy(inst)) : NULL;
    buf_fmt(out, "  %-14s%s%s%s%.*s%s\n", "status", color ? "\033[" : "", color ? color : "",
            color ? "m" : "", STR_ARG(status), color ? "\033[0m" : "");
    line_of(out, "reason", inst, "reason");
    line_of(out, "it says", inst, "status_text");
    print_health(&cli->arena, out, inst);
    line(out, "pid", cli_show_int(a, json_in_get(inst, "pid")));
    line(out, "uptime", cli_show_duration(a, json_in_get(inst, "uptime_ms")));
    line(out, "restarts", cli_show_int(a, json_in_get(inst, "restarts")));
    print_exit(out, json_in_get(inst, "exit"));
    line(out, "cpu", cli_show_percent(a, json_in_get(inst, "cpu_percent")));
    line(out, "memory", cli_show_bytes(a, json_in_get(inst, "memory_bytes")));
}

static void put_metric(void *ctx, struct str name, const struct json_in *metric) {
    struct buf *out = ctx;
    const struct json_in *value = json_in_get(metric, "value");
    struct str text = json_in_str(value), unit = json_in_str(json_in_get(metric, "unit"));
    buf_fmt(out, "    %-28.*s", STR_ARG(name));
    if (json_in_is_string(value))
        buf_str(out, text);
    else
        json_in_print(value, out);
    buf_fmt(out, "%s%.*s\n", unit.n ? " " : "", STR_ARG(unit));
}

/* What the program tells by messages. */
static void print_told(struct buf *out, const struct json_in *inst) {
    const struct json_in *actions = json_in_get(inst, "actions");
    size_t n = out->n;
    buf_z(out, "  metrics\n");
    size_t begun = out->n;
    json_in_each(json_in_get(inst, "metrics"), put_metric, out);
    if (out->n == begun)
        out->n = n;
    for (size_t i = 0; i < json_in_count(actions); i++)
        line(out, i ? "" : "actions",
             json_in_str(json_in_get(json_in_at(actions, i), "action_name")));
    if (json_in_int(json_in_get(inst, "messages")) > 0)
        buf_fmt(out, "  %-14s%lld\n", "messages",
                (long long)json_in_int(json_in_get(inst, "messages")));
    line_of(out, "last message", inst, "last_message");
}

static void print_instance(struct cli *cli, struct buf *out, const struct json_in *inst) {
    buf_fmt(out, "%.*s %lld\n", STR_ARG(json_in_str(json_in_get(inst, "name"))),
            (long long)json_in_int(json_in_get(inst, "id")));
    print_run(cli, out, inst);
    line_of(out, "namespace", inst, "namespace");
    line_of(out, "mode", inst, "mode");
    line_of(out, "configuration", inst, "configuration");
    line_of(out, "script", inst, "script");
    line_of_list(out, "arguments", json_in_get(inst, "args"));
    line_of(out, "interpreter", inst, "interpreter");
    line_of(out, "cwd", inst, "cwd");
    line_of_list(out, "listen", json_in_get(inst, "listen"));
    print_policy(out, inst);
    line_of(out, "out log", inst, "out_file");
    line_of(out, "error log", inst, "error_file");
    line_of(out, "combined log", inst, "log_file");
    if (json_in_int(json_in_get(inst, "logs_dropped")) > 0)
        line(out, "lines dropped", cli_show_int(&cli->arena, json_in_get(inst, "logs_dropped")));
    print_told(out, inst);
}

static int run(struct cli *cli) {
    struct json_in *reply;
    struct buf text = {0};
    int rc = cli_ask(cli, CTL_SHOW, &reply);
    if (rc != CLI_OK)
        return rc;
    const struct json_in *list = json_in_get(reply, "list");
    if (cli->json) {
        json_in_print(list, &text);
        buf_char(&text, '\n');
    }
    for (size_t i = 0; i < json_in_count(list) && !cli->json; i++) {
        if (i)
            buf_char(&text, '\n');
        print_instance(cli, &text, json_in_at(list, i));
    }
    json_in_free(reply);
    return cli_out(cli, &text);
}

const struct cli_command cli_show = {
    .name = "show",
    .aliases = "describe desc info",
    .arguments = "NAME... [--json]",
    .summary = "Tells all about the instances of an app.",
    .details =
        "NAME is the name of an app, a namespace, an id, or all. --json prints an array "
        "with the keys of\n"
        "ecort list and: script args cwd interpreter listen autorestart max_restarts min_uptime_ms "
        "kill_signal\n"
        "kill_timeout_ms treekill out_file error_file log_file metrics metrics_left_out actions "
        "messages last_message.\n\n"
        "  ecort show api-gateway\n"
        "  ecort show 0 --json\n",
    .flags = 1u << CLI_JSON,
    .min_words = 1,
    .max_words = 1024,
    .run = run,
};
