/* ecort stop, start, restart: they return when it is done. */
#include "runtime/cli/cli.h"
#include "runtime/ctl/client.h"

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
    int rc = cli_ask(cli, (int)command, &reply);
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

static int run_start(struct cli *cli) {
    return steer(cli, CTL_START, "started");
}

static int run_restart(struct cli *cli) {
    return steer(cli, CTL_RESTART, "restarted");
}

#define TARGETS                                                                                    \
    "NAME is the name of an app, a namespace, an id, or all. Where one of several is unknown, "    \
    "nothing\n"                                                                                    \
    "is done. --json prints an array of {id, name, ok, status, pid, note, error}.\n\n"

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
    .arguments = "NAME... [--json]",
    .summary = "Starts apps of the plan that do not run.",
    .details = "Also those with autostart: false and errored ones, with a clean record of "
               "restarts.\n" TARGETS "  ecort start billing-service\n",
    .flags = 1u << CLI_JSON,
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
