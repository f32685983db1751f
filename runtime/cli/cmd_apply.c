/* ecort apply: what runs becomes what the plan says. */
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/cli/cli_dry.h"
#include "runtime/cli/cli_plan.h"
#include "runtime/cli/cli_supervise.h"
#include "runtime/home.h"
#include "schema/base/utf8.h"

static struct str text_of(const struct json_in *v, const char *key) {
    return json_in_str(json_in_get(v, key));
}

static const char *color_of(struct str action) {
    if (str_eqz(action, "stop") || str_eqz(action, "restart") || str_eqz(action, "recreate"))
        return "33";
    return str_eqz(action, "start") || str_eqz(action, "scale") ? "32" : "36";
}

static bool is_change(const struct json_in *change) {
    return !str_eqz(text_of(change, "action"), "nothing");
}

static size_t widest_name(const struct json_in *changes) {
    size_t widest = 0;
    for (size_t i = 0; i < json_in_count(changes); i++) {
        size_t width = utf8_width(text_of(json_in_at(changes, i), "app"));
        widest = is_change(json_in_at(changes, i)) && width > widest ? width : widest;
    }
    return widest;
}

static void put_detail(struct buf *out, size_t pad, const char *fmt, ...) ATTR_PRINTF(3, 4);
static void put_detail(struct buf *out, size_t pad, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    buf_repeat(out, ' ', pad + 2);
    buf_vfmt(out, fmt, ap);
    va_end(ap);
}

/* "  restart       api-gateway  env.PORT, script" */
static void print_planned(struct cli *cli, const struct json_in *changes, struct buf *out) {
    size_t unchanged = 0, widest = widest_name(changes);
    for (size_t i = 0; i < json_in_count(changes); i++) {
        const struct json_in *change = json_in_at(changes, i);
        struct str action = text_of(change, "action"), app = text_of(change, "app");
        struct str why = text_of(change, "why");
        if (!is_change(change)) {
            unchanged++;
            continue;
        }
        bool color = cli->say.out_color;
        buf_fmt(out, "  %s%s%s%-13.*s%s %.*s", color ? "\033[" : "", color ? color_of(action) : "",
                color ? "m" : "", STR_ARG(action), color ? "\033[0m" : "", STR_ARG(app));
        size_t pad = widest - utf8_width(app);
        if (str_eqz(action, "scale"))
            put_detail(out, pad, "from %lld to %lld",
                       (long long)json_in_int(json_in_get(change, "from")),
                       (long long)json_in_int(json_in_get(change, "to")));
        else if (why.n)
            put_detail(out, pad, "%.*s", STR_ARG(why));
        buf_char(out, '\n');
    }
    if (unchanged)
        buf_fmt(out, "  %-13s %zu app%s\n", "unchanged", unchanged, unchanged == 1 ? "" : "s");
}

static const char *past_of(struct str action) {
    static const struct {
        const char *action, *past;
    } words[] = {{"start", "started"},
                 {"stop", "stopped"},
                 {"restart", "restarted"},
                 {"reload", "reloaded"},
                 {"scale", "scaled"},
                 {"recreate", "recreated"},
                 {"applied live", "has its new settings"},
                 {"nothing", "unchanged"}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eqz(action, words[i].action))
            return words[i].past;
    return "done";
}

/* Why, and what the process itself had to say. */
static void print_failure(struct cli *cli, const struct json_in *change) {
    const struct json_in *log = json_in_get(change, "log");
    struct buf text = {0};
    buf_fmt(&text, "%.*s: %.*s failed: %.*s", STR_ARG(text_of(change, "app")),
            STR_ARG(text_of(change, "action")), STR_ARG(text_of(change, "error")));
    if (json_in_count(log))
        buf_z(&text, "\nits last lines:");
    for (size_t i = 0; i < json_in_count(log); i++)
        buf_fmt(&text, "\n  %.*s", STR_ARG(json_in_str(json_in_at(log, i))));
    say_trouble(&cli->say, "%.*s", (int)text.n, text.failed ? "" : text.p);
    buf_done(&text);
}

static void print_done(struct cli *cli, const struct json_in *change, struct buf *out) {
    struct str app = text_of(change, "app");
    const struct json_in *instances = json_in_get(change, "instances");
    if (!json_in_bool(json_in_get(change, "ok"))) {
        print_failure(cli, change);
        return;
    }
    struct str action = text_of(change, "action");
    bool waits = str_eqz(action, "start") && json_in_bool(json_in_get(change, "waits"));
    buf_fmt(out, "%.*s %s", STR_ARG(app),
            waits ? "waits to be started by name (autostart: false)" : past_of(action));
    const char *before = ", pid ";
    bool is_unconfirmed = false;
    for (size_t i = 0; i < json_in_count(instances); i++) {
        const struct json_in *inst = json_in_at(instances, i), *pid = json_in_get(inst, "pid");
        is_unconfirmed = is_unconfirmed || json_in_get(inst, "confirmed");
        if (pid)
            buf_fmt(out, "%s%lld", before, (long long)json_in_int(pid));
        before = pid ? " " : before;
    }
    buf_z(out, is_unconfirmed ? ", not confirmed\n" : "\n");
}

/* Who is told while it goes on. */
struct teller {
    struct cli *cli;
    size_t n_all, n_done;
    bool is_terminal; /* keeps a line at the end that tells how far it is */
};

static size_t count_changes(const struct json_in *changes) {
    size_t n = 0;
    for (size_t i = 0; i < json_in_count(changes); i++)
        n += is_change(json_in_at(changes, i));
    return n;
}

static void on_progress(void *ctx, const struct json_in *what) {
    struct teller *teller = ctx;
    struct buf text = {0};
    const struct json_in *change = json_in_get(what, "change");
    if (teller->cli->json)
        return;
    if (teller->is_terminal && teller->n_all)
        (void)cli_out(teller->cli, (buf_z(&text, "\r\033[K"), &text));
    if (change) {
        teller->n_done++;
        print_done(teller->cli, change, &text);
    } else { /* the next supervisor makes its own */
        teller->n_done = 0;
        teller->n_all = count_changes(json_in_get(what, "plan"));
        print_planned(teller->cli, json_in_get(what, "plan"), &text);
    }
    if (teller->is_terminal && teller->n_done < teller->n_all)
        buf_fmt(&text, "%zu of %zu done", teller->n_done, teller->n_all);
    (void)cli_out(teller->cli, &text);
}

static void say_list(struct cli *cli, const struct json_in *list) {
    for (size_t i = 0; i < json_in_count(list) && !cli->json; i++)
        say_line(&cli->say, SAY_DIM, "%.*s", STR_ARG(json_in_str(json_in_at(list, i))));
}

static int print_reply(struct cli *cli, const struct json_in *reply) {
    struct buf text = {0};
    if (cli->json) {
        json_in_print(reply, &text);
        buf_char(&text, '\n');
    } else if (json_in_bool(json_in_get(reply, "dry_run"))) {
        print_planned(cli, json_in_get(reply, "changes"), &text);
    }
    int rc = cli_out(cli, &text);
    say_list(cli, json_in_get(reply, "notices"));
    return json_in_bool(json_in_get(reply, "ok")) ? rc : CLI_FAILED;
}

int cli_take_parallel(const struct cli *cli, struct ctl_request *request) {
    const char *value = cli_value(cli, CLI_PARALLEL);
    char *end = NULL;
    long n = value ? strtol(value, &end, 10) : 0;
    if (value && (end == value || *end || n < 1 || n > CTL_PARALLEL_MOST))
        return cli_fail(cli, CLI_USAGE, "--parallel %s: a number from 1 to %d", value,
                        CTL_PARALLEL_MOST);
    request->parallel = (unsigned)n;
    request->allow_unconfirmed = cli_value(cli, CLI_UNCONFIRMED) != NULL;
    return CLI_OK;
}

static int apply_loaded(struct cli *cli, const struct cli_plan *plan) {
    struct ctl_request request = cli_plan_request(cli, plan);
    int rc = cli_take_parallel(cli, &request);
    return rc == CLI_OK ? cli_apply_send(cli, &request) : rc;
}

int cli_apply_send(struct cli *cli, const struct ctl_request *request) {
    struct teller teller = {.cli = cli, .is_terminal = isatty(STDOUT_FILENO)};
    struct ctl_listener listener = {on_progress, &teller};
    struct json_in *reply;
    int rc = cli_send(cli, request, &listener, &reply);
    if (teller.is_terminal && teller.n_done < teller.n_all) {
        struct buf text = {0};
        buf_char(&text, '\n');
        (void)cli_out(cli, &text);
    }
    if (rc != CLI_OK)
        return rc;
    rc = print_reply(cli, reply);
    json_in_free(reply);
    return rc;
}

/* Without a supervisor all would be new. A plan that cannot run there is refused before one is
 * started for it. */
static int apply_alone(struct cli *cli, const char *home, const struct cli_plan *plan) {
    struct json_in *reply = NULL;
    int rc = cli_dry_run(cli, plan, &reply);
    if (rc == CLI_OK && cli_value(cli, CLI_DRY_RUN)) {
        rc = print_reply(cli, reply);
        if (!cli->json)
            say_line(&cli->say, SAY_DIM, "no supervisor is running; ecort apply starts one");
    } else if (rc == CLI_OK) {
        rc = cli_ensure_supervisor(cli, home);
        if (rc == CLI_OK)
            rc = apply_loaded(cli, plan);
    }
    json_in_free(reply);
    return rc;
}

int cli_apply_file(struct cli *cli, const char *word) {
    struct err err = {0};
    struct cli_plan plan;
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (!home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    int rc = cli_plan_load(cli, word, &plan);
    if (rc == CLI_OK)
        rc = cli_has_supervisor(cli) ? apply_loaded(cli, &plan) : apply_alone(cli, home, &plan);
    cli_plan_done(&plan);
    return rc;
}

static int run(struct cli *cli) {
    return cli_apply_file(cli, cli->words[0]);
}

const struct cli_command cli_apply = {
    .name = "apply",
    .arguments = "PLAN|CONFIG [FLAGS]",
    .summary = "Makes what runs what the plan says, by the least that does it.",
    .details =
        "Starts what is new, stops what has left, scales, restarts what has changed, and applies "
        "the rest to\n"
        "what runs; what has not changed is not touched. The first process of a changed app goes "
        "ahead; if it\n"
        "is not ready, or does not stay up for min_uptime, the version before comes back and the "
        "exit code is 1.\n"
        "Processes that share their sockets (exec_mode cluster, listen) are replaced one by one, "
        "as "
        "ecort reload\n"
        "does it, and the old ones serve until the new ones are up.\n"
        "Variables that the plan takes from the environment are looked up now, in the environment "
        "and then in\n"
        "the files of --env-file; a missing one is named and nothing is done. A configuration is "
        "built first.\n"
        "Where no supervisor runs, one is started in the background; --dry-run then tells what it "
        "would start.\n\n"
        "  ecort apply plan.bin\n"
        "  ecort apply plan.bin --dry-run\n"
        "  ecort apply ecosystem.config.js --env production --only api,users\n",
    .flags = CLI_APPLY_FLAGS,
    .min_words = 1,
    .max_words = 1,
    .run = run,
};
