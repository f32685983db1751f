/* ecort show. */
#include <time.h>

#include "runtime/cli/cli.h"
#include "runtime/cli/cli_show.h"
#include "runtime/os/clock.h"
#include "schema/unit/duration.h"
#include "schema/unit/size.h"

/* One instance on its way to the terminal. */
struct sheet {
    struct arena *arena;
    struct buf *out;
    const struct json_in *inst;
    bool has_color;
};

/* A row of what is shown: "  label         what put makes of the value"; none where that is nothing. */
struct row {
    const char *label, *key;
    void (*put)(const struct sheet *s, const struct json_in *value);
};

static int64_t number(const struct sheet *s, const char *key) {
    return json_in_int(json_in_get(s->inst, key));
}

static void put_text(const struct sheet *s, const struct json_in *v) {
    buf_str(s->out, json_in_str(v));
}

static void put_list(const struct sheet *s, const struct json_in *v) {
    for (size_t i = 0; i < json_in_count(v); i++)
        buf_fmt(s->out, "%s%.*s", i ? " " : "", STR_ARG(json_in_str(json_in_at(v, i))));
}

static void put_int(const struct sheet *s, const struct json_in *v) {
    buf_str(s->out, cli_show_int(s->arena, v));
}

static void put_count(const struct sheet *s, const struct json_in *v) {
    if (json_in_int(v) > 0)
        put_int(s, v);
}

static void put_age(const struct sheet *s, const struct json_in *v) {
    buf_str(s->out, cli_show_duration(s->arena, v));
}

static void put_percent(const struct sheet *s, const struct json_in *v) {
    buf_str(s->out, cli_show_percent(s->arena, v));
}

static void put_bytes(const struct sheet *s, const struct json_in *v) {
    buf_str(s->out, cli_show_bytes(s->arena, v));
}

/* As it may stand in a configuration: "1500ms". */
static void put_span(const struct sheet *s, int64_t ms) {
    buf_str(s->out, duration_text(s->arena, ms));
}

/* ---- how it is ------------------------------------------------------------------------------- */

static void put_status(const struct sheet *s, const struct json_in *v) {
    const char *color = s->has_color ? cli_show_color_of(s->inst) : NULL;
    struct str status = cli_show_status(s->arena, s->inst);
    (void)v;
    if (color)
        buf_fmt(s->out, "\033[%sm%.*s\033[0m", color, STR_ARG(status));
    else
        buf_str(s->out, status);
}

/* "healthy, answered 200", "unhealthy, 3 failures in a row: ...". */
static void put_health(const struct sheet *s, const struct json_in *v) {
    struct str error = json_in_str(json_in_get(s->inst, "health_error"));
    const struct json_in *status = json_in_get(s->inst, "health_status");
    int64_t failures = number(s, "health_failures");
    if (!v)
        return;
    put_text(s, v);
    if (error.n && failures)
        buf_fmt(s->out, ", %lld failure%s in a row", (long long)failures, failures == 1 ? "" : "s");
    if (error.n)
        buf_fmt(s->out, ": %.*s", STR_ARG(error));
    else if (status)
        buf_fmt(s->out, ", answered %lld", (long long)json_in_int(status));
    if (str_eqz(json_in_str(json_in_get(s->inst, "health_of")), "app"))
        buf_z(s->out, " (the app as a whole: any of its processes may answer)");
}

static void put_exit(const struct sheet *s, const struct json_in *v) {
    const struct json_in *sig = json_in_get(v, "signal");
    if (sig)
        put_text(s, sig);
    else if (v)
        buf_fmt(s->out, "code %lld", (long long)json_in_int(json_in_get(v, "code")));
}

/* ---- what is made of it ---------------------------------------------------------------------- */

static void put_policy(const struct sheet *s, const struct json_in *v) {
    if (!json_in_bool(v)) {
        buf_z(s->out, "no (autorestart: false)");
        return;
    }
    buf_fmt(s->out, "up to %lld times in a row after runs under ",
            (long long)number(s, "max_restarts"));
    put_span(s, number(s, "min_uptime_ms"));
    buf_fmt(s->out, " (%lld so far)", (long long)number(s, "unstable_restarts"));
}

static void put_stop(const struct sheet *s, const struct json_in *v) {
    put_text(s, v);
    buf_z(s->out, ", SIGKILL after ");
    put_span(s, number(s, "kill_timeout_ms"));
}

/* What has another process come in its place: a roll, where two can run beside each other. */
static const char *remedy(const struct sheet *s) {
    bool rolls = str_eqz(json_in_str(json_in_get(s->inst, "mode")), "cluster") ||
                 json_in_count(json_in_get(s->inst, "listen")) > 0;
    return rolls ? "replaced" : "restarted";
}

static void put_memory_limit(const struct sheet *s, const struct json_in *v) {
    if (v)
        buf_fmt(s->out, "%.*s, then %s", STR_ARG(size_text(s->arena, json_in_int(v))), remedy(s));
}

static void put_moment(const struct sheet *s, int64_t at_ms) {
    time_t seconds = (time_t)(at_ms / 1000);
    int64_t wait_ms = at_ms - os_wall_ms();
    struct tm local;
    char text[64];
    if (!localtime_r(&seconds, &local) ||
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z", &local) == 0)
        return;
    buf_fmt(s->out, ", next %s, in ", text);
    say_duration(s->out, wait_ms > 0 ? wait_ms : 0);
}

static void put_cron(const struct sheet *s, const struct json_in *v) {
    const struct json_in *next = json_in_get(s->inst, "cron_next_at");
    struct str zone = json_in_str(json_in_get(s->inst, "cron_timezone"));
    bool is_stopped = str_eqz(json_in_str(json_in_get(s->inst, "status")), "stopped");
    if (!v)
        return;
    put_text(s, v);
    if (zone.n)
        buf_fmt(s->out, " (%.*s)", STR_ARG(zone));
    if (next)
        put_moment(s, json_in_int(next));
    else
        buf_z(s->out, is_stopped ? ", not while it is stopped" : ", never due");
}

static void put_check(const struct sheet *s, const struct json_in *v) {
    struct str host = json_in_str(json_in_get(v, "host"));
    struct str path = json_in_str(json_in_get(v, "path"));
    long long failures = json_in_int(json_in_get(v, "unhealthy_after"));
    bool is_bare_v6 = str_index(host, ':') < host.n && *host.p != '[';
    if (!v)
        return;
    buf_fmt(s->out, "GET http://%s%.*s%s:%lld%.*s every ", is_bare_v6 ? "[" : "", STR_ARG(host),
            is_bare_v6 ? "]" : "", (long long)json_in_int(json_in_get(v, "port")), STR_ARG(path));
    put_span(s, json_in_int(json_in_get(v, "interval_ms")));
    buf_fmt(s->out, "; after %lld failure%s %s", failures, failures == 1 ? "" : "s",
            json_in_bool(json_in_get(v, "autokill")) ? remedy(s) : "only told of");
}

static void put_error_limit(const struct sheet *s, const struct json_in *v) {
    bool restarts = json_in_bool(json_in_get(s->inst, "restart_on_error"));
    if (v)
        buf_fmt(s->out, "%lld lines on stderr within a minute, then %s", (long long)json_in_int(v),
                restarts ? remedy(s) : "only told of");
}

/* ---- all of it ------------------------------------------------------------------------------- */

static const struct row facts[] = {
    {"status", "status", put_status},
    {"reason", "reason", put_text},
    {"it says", "status_text", put_text},
    {"health", "health", put_health},
    {"pid", "pid", put_int},
    {"uptime", "uptime_ms", put_age},
    {"restarts", "restarts", put_int},
    {"last exit", "exit", put_exit},
    {"cpu", "cpu_percent", put_percent},
    {"memory", "memory_bytes", put_bytes},
    {"namespace", "namespace", put_text},
    {"mode", "mode", put_text},
    {"configuration", "configuration", put_text},
    {"script", "script", put_text},
    {"arguments", "args", put_list},
    {"interpreter", "interpreter", put_text},
    {"cwd", "cwd", put_text},
    {"listen", "listen", put_list},
    {"restart", "autorestart", put_policy},
    {"stop", "kill_signal", put_stop},
    {"memory limit", "max_memory_bytes", put_memory_limit},
    {"cron", "cron_restart", put_cron},
    {"health check", "health_check", put_check},
    {"error limit", "error_threshold", put_error_limit},
    {"out log", "out_file", put_text},
    {"error log", "error_file", put_text},
    {"combined log", "log_file", put_text},
    {"lines dropped", "logs_dropped", put_count},
};

/* What the program tells by messages; its metrics come before. */
static const struct row told[] = {
    {"messages", "messages", put_count},
    {"last message", "last_message", put_text},
};

static void print_rows(const struct sheet *s, const struct row *rows, size_t n) {
    for (size_t i = 0; i < n; i++) {
        size_t begin = s->out->n;
        buf_fmt(s->out, "  %-14s", rows[i].label);
        size_t empty = s->out->n;
        rows[i].put(s, json_in_get(s->inst, rows[i].key));
        if (s->out->n == empty)
            s->out->n = begin;
        else
            buf_char(s->out, '\n');
    }
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

static void print_metrics(const struct sheet *s) {
    size_t n = s->out->n;
    buf_z(s->out, "  metrics\n");
    size_t begun = s->out->n;
    json_in_each(json_in_get(s->inst, "metrics"), put_metric, s->out);
    if (s->out->n == begun)
        s->out->n = n;
}

static void print_actions(const struct sheet *s) {
    const struct json_in *actions = json_in_get(s->inst, "actions");
    for (size_t i = 0; i < json_in_count(actions); i++) {
        struct str name = json_in_str(json_in_get(json_in_at(actions, i), "action_name"));
        buf_fmt(s->out, "  %-14s%.*s\n", i ? "" : "actions", STR_ARG(name));
    }
}

static void print_instance(struct cli *cli, struct buf *out, const struct json_in *inst) {
    const struct sheet s = {&cli->arena, out, inst, cli->say.out_color};
    buf_fmt(out, "%.*s %lld\n", STR_ARG(json_in_str(json_in_get(inst, "name"))),
            (long long)number(&s, "id"));
    print_rows(&s, facts, ARRAY_LEN(facts));
    print_metrics(&s);
    print_actions(&s);
    print_rows(&s, told, ARRAY_LEN(told));
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
        "ecort list and: script args node_args cwd interpreter instances listen mark autostart "
        "autorestart\n"
        "max_restarts min_uptime_ms kill_signal kill_timeout_ms treekill merge_logs out_file "
        "error_file log_file\n"
        "max_memory_bytes cron_restart cron_timezone cron_next_at (ms since 1970) error_threshold\n"
        "restart_on_error health_check {host, port, path, ...} metrics metrics_left_out actions "
        "messages\n"
        "last_message.\n\n"
        "  ecort show api-gateway\n"
        "  ecort show 0 --json\n",
    .flags = 1u << CLI_JSON,
    .min_words = 1,
    .max_words = 1024,
    .run = run,
};
