/* ecort stop, start, restart: they return when it is done. */
#include "runtime/cli/cli_plan.h"
#include "runtime/cli/cli_supervise.h"
#include "runtime/home.h"

static void print_result(struct cli *cli, struct buf *out, const struct json_in *item,
                         const char *done) {
    struct str name = json_in_str(json_in_get(item, "name"));
    struct str note = json_in_str(json_in_get(item, "note"));
    struct str error = json_in_str(json_in_get(item, "error"));
    const struct json_in *pid = json_in_get(item, "pid");
    long long id = (long long)json_in_int(json_in_get(item, "id"));
    if (!json_in_bool(json_in_get(item, "ok"))) {
        say_trouble(&cli->say, "%.*s %lld is %.*s: %.*s", STR_ARG(name), id,
                    STR_ARG(json_in_str(json_in_get(item, "status"))), STR_ARG(error));
        return;
    }
    buf_fmt(out, "%.*s %lld ", STR_ARG(name), id);
    if (note.n)
        buf_fmt(out, "is %.*s", STR_ARG(note));
    else
        buf_z(out, done);
    if (pid)
        buf_fmt(out, ", pid %lld", (long long)json_in_int(pid));
    buf_char(out, '\n');
}

static int steer(struct cli *cli, enum ctl_command command, const char *done) {
    struct json_in *reply;
    struct buf text = {0};
    int rc = cli_ask(cli, command, &reply);
    if (rc != CLI_OK)
        return rc;
    const struct json_in *results = json_in_get(reply, "results");
    if (cli->json) {
        json_in_print(results, &text);
        buf_char(&text, '\n');
    }
    for (size_t i = 0; i < json_in_count(results) && !cli->json; i++)
        print_result(cli, &text, json_in_at(results, i), done);
    bool ok = json_in_bool(json_in_get(reply, "ok"));
    json_in_free(reply);
    rc = cli_out(cli, &text);
    return ok ? rc : CLI_FAILED;
}

static int run_stop(struct cli *cli) {
    return steer(cli, CTL_STOP, "stopped");
}

/* A file is applied, in the background if need be; names are started. */
static int start_file(struct cli *cli) {
    struct err err = {0};
    struct cli_plan plan;
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (!home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    if (cli->n_words > 1)
        return cli_fail(cli, CLI_USAGE, "start takes one plan or configuration at a time");
    int rc = cli_plan_load(cli, cli->words[0], &plan);
    if (rc == CLI_OK && !cli_value(cli, CLI_DRY_RUN))
        rc = cli_ensure_supervisor(cli, home);
    if (rc == CLI_OK)
        rc = cli_apply_plan(cli, &plan);
    cli_plan_done(&plan);
    return rc;
}

static int run_start(struct cli *cli) {
    for (unsigned i = 0; i < cli->n_words; i++)
        if (cli_plan_is_file(cli->words[i]))
            return start_file(cli);
    for (unsigned i = 0; i < cli->n_given; i++)
        if (cli->given[i].flag != CLI_JSON)
            return cli_fail(cli, CLI_USAGE,
                            "%s is no plan and no configuration; the flags are for "
                            "these",
                            cli->words[0]);
    return steer(cli, CTL_START, "started");
}

static int run_restart(struct cli *cli) {
    return steer(cli, CTL_RESTART, "restarted");
}

static int run_delete(struct cli *cli) {
    return steer(cli, CTL_DELETE, "deleted");
}

#define TARGETS                                                                                    \
    "NAME is the name of an app, a namespace, an id, /a regular expression/ for names, or all. "   \
    "Where one\n"                                                                                  \
    "of several means nobody, nothing is done. --json prints an array of {id, name, ok, status, "  \
    "pid, note,\nerror}.\n\n"

const struct cli_command cli_stop = {
    .name = "stop",
    .arguments = "NAME... [--json]",
    .summary = "Stops apps, whole process trees.",
    .details = "Sends kill_signal to the tree and SIGKILL to what is left of it after "
               "kill_timeout; returns when\n"
               "nothing is left. Several apps stop at the same time.\n" TARGETS
               "  ecort stop billing-service\n"
               "  ecort stop 0 2\n"
               "  ecort stop all\n",
    .flags = 1u << CLI_JSON,
    .min_words = 1,
    .max_words = 1024,
    .run = run_stop,
};

const struct cli_command cli_start = {
    .name = "start",
    .arguments = "PLAN|CONFIG|NAME... [FLAGS]",
    .summary = "Starts a plan in the background, or apps that do not run.",
    .details = "A plan or a configuration is applied, as ecort apply does it; where no supervisor "
               "runs, one is\n"
               "started in the background first (its own messages: ecort.log in its home).\n"
               "Names are started, also those with autostart: false and errored ones, with a clean "
               "record of\n"
               "restarts.\n" TARGETS "  ecort start ecosystem.config.js --env production\n"
               "  ecort start plan.bin\n"
               "  ecort start billing-service\n",
    .flags = CLI_APPLY_FLAGS,
    .min_words = 1,
    .max_words = 1024,
    .run = run_start,
};

const struct cli_command cli_restart = {
    .name = "restart",
    .arguments = "NAME... [--json]",
    .summary = "Stops apps and starts them again; starts those that do not run.",
    .details = "Returns when the new process runs, or says why it does not.\n" TARGETS
               "  ecort restart api-gateway\n"
               "  ecort restart all --json\n",
    .flags = 1u << CLI_JSON,
    .min_words = 1,
    .max_words = 1024,
    .run = run_restart,
};

const struct cli_command cli_delete = {
    .name = "delete",
    .aliases = "del",
    .arguments = "NAME... [--json]",
    .summary = "Stops apps and forgets them.",
    .details =
        "As stop; then they are gone from the list. Their ids are not given again, their log "
        "files stay.\n" TARGETS "  ecort delete billing-service\n"
        "  ecort delete /^test-/\n",
    .flags = 1u << CLI_JSON,
    .min_words = 1,
    .max_words = 1024,
    .run = run_delete,
};
