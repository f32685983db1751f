/* ecort stop, start and the like: they return when it is done. */
#include <sys/stat.h>

#include "runtime/cli/cli_plan.h"

static void print_result(struct cli *cli, struct buf *out, const struct json_in *item,
                         const void *ctx) {
    const char *done = ctx;
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
    if (json_in_get(item, "confirmed"))
        buf_z(out, ", not confirmed");
    if (pid)
        buf_fmt(out, ", pid %lld", (long long)json_in_int(pid));
    buf_char(out, '\n');
}

static void on_trouble(void *ctx, const struct json_in *what) {
    const struct cli *cli = ctx;
    struct str trouble = json_in_str(json_in_get(what, "trouble"));
    say_trouble(&cli->say, "%.*s", STR_ARG(trouble));
}

int cli_steer_each(struct cli *cli, const struct ctl_request *request,
                   const struct ctl_listener *listener, cli_print_item *print, const void *ctx) {
    struct json_in *reply;
    struct buf text = {0};
    int rc = cli_send(cli, request, listener, &reply);
    if (rc != CLI_OK)
        return rc;
    const struct json_in *results = json_in_get(reply, "results");
    if (cli->json) {
        json_in_print(results, &text);
        buf_char(&text, '\n');
    }
    for (size_t i = 0; i < json_in_count(results) && !cli->json; i++)
        print(cli, &text, json_in_at(results, i), ctx);
    if (json_in_count(results) == 0 && !cli->json)
        buf_z(&text, "nothing to do\n");
    bool ok = json_in_bool(json_in_get(reply, "ok"));
    json_in_free(reply);
    rc = cli_out(cli, &text);
    return ok ? rc : CLI_FAILED;
}

int cli_steer(struct cli *cli, const struct ctl_request *request, const char *done) {
    struct ctl_listener listener = {on_trouble, cli};
    return cli_steer_each(cli, request, &listener, print_result, done);
}

static int steer(struct cli *cli, enum ctl_command command, const char *done) {
    struct ctl_request request = {.command = command, .targets = {cli->words, cli->n_words}};
    return cli_steer(cli, &request, done);
}

static int run_stop(struct cli *cli) {
    return steer(cli, CTL_STOP, "stopped");
}

/* "server.py": by its name no app, and no plan. */
static bool is_program(const char *word) {
    struct stat st;
    return strpbrk(word, "./") && stat(word, &st) == 0 && S_ISREG(st.st_mode);
}

static int run_start(struct cli *cli) {
    for (unsigned i = 0; i < cli->n_words; i++)
        if (cli_plan_is_file(cli->words[i]))
            return cli->n_words > 1
                       ? cli_fail(cli, CLI_USAGE, "start takes one plan or configuration at a time")
                       : cli_apply_file(cli, cli->words[i]);
    if (is_program(cli->words[0]))
        return cli_fail(cli, CLI_USAGE,
                        "%s is a program; a configuration names it: apps: [{ name: 'api', script: "
                        "'%s' }]",
                        cli->words[0], cli->words[0]);
    int rc = cli_only_flags(cli, 1u << CLI_JSON);
    return rc != CLI_OK ? rc : steer(cli, CTL_START, "started");
}

static int run_delete(struct cli *cli) {
    return steer(cli, CTL_DELETE, "deleted");
}

static int run_reset(struct cli *cli) {
    return steer(cli, CTL_RESET, "starts to count again");
}

/* The last word is the number. */
static int run_scale(struct cli *cli) {
    struct ctl_request request = {
        .command = CTL_SCALE, .targets = {cli->words, 1}, .argument = cli->words[1]};
    return cli_steer(cli, &request, "started");
}

/* The first word is the signal. */
static int run_signal(struct cli *cli) {
    struct ctl_request request = {.command = CTL_SIGNAL,
                                  .targets = {cli->words + 1, cli->n_words - 1},
                                  .argument = cli->words[0]};
    return cli_steer(cli, &request, "got the signal");
}

const struct cli_command cli_stop = {
    .name = "stop",
    .arguments = "NAME... [--json] [--wait-ready]",
    .summary = "Stops apps, whole process trees.",
    .details = "Sends kill_signal to the tree and SIGKILL to what is left of it after "
               "kill_timeout; returns when\n"
               "nothing is left. Several apps stop at the same time.\n" CLI_TARGETS
               "  ecort stop billing-service\n"
               "  ecort stop 0 2\n"
               "  ecort stop all\n",
    .flags = 1u << CLI_JSON | 1u << CLI_WAIT_READY,
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
               "restarts.\n" CLI_TARGETS "  ecort start ecosystem.config.js --env production\n"
               "  ecort start plan.bin\n"
               "  ecort start billing-service\n",
    .flags = CLI_APPLY_FLAGS,
    .min_words = 1,
    .max_words = 1024,
    .run = run_start,
};

const struct cli_command cli_delete = {
    .name = "delete",
    .aliases = "del",
    .arguments = "NAME... [--json]",
    .summary = "Stops apps and forgets them.",
    .details =
        "As stop; then they are gone from the list. Their ids are not given again, their log "
        "files stay.\n" CLI_TARGETS "  ecort delete billing-service\n"
        "  ecort delete /^test-/\n",
    .flags = 1u << CLI_JSON,
    .min_words = 1,
    .max_words = 1024,
    .run = run_delete,
};

const struct cli_command cli_scale = {
    .name = "scale",
    .arguments = "NAME N|+N|-N|max [--json]",
    .summary = "Makes an app have so many instances.",
    .details = "New ones get the smallest free numbers and new ids; the ones with the largest "
               "numbers are stopped\n"
               "and go. max is one for each CPU. The next apply goes by the plan again. --json "
               "prints an array of\n"
               "{id, name, ok, status, pid, error} for those that were started or stopped.\n\n"
               "  ecort scale api-gateway 4\n"
               "  ecort scale worker +2\n"
               "  ecort scale worker -1\n",
    .flags = 1u << CLI_JSON,
    .min_words = 2,
    .max_words = 2,
    .run = run_scale,
};

const struct cli_command cli_reset = {
    .name = "reset",
    .arguments = "NAME... [--json]",
    .summary = "Counts restarts from 0 again.",
    .details = "Also the unstable runs that max_restarts is about, and the backoff.\n" CLI_TARGETS
               "  ecort reset all\n",
    .flags = 1u << CLI_JSON,
    .min_words = 1,
    .max_words = 1024,
    .run = run_reset,
};

const struct cli_command cli_signal = {
    .name = "send-signal",
    .aliases = "sendSignal",
    .arguments = "SIGNAL NAME... [--json]",
    .summary = "Sends a signal to the main processes of apps.",
    .details =
        "SIGNAL is SIGUSR2, USR2 or 12. What ends by it is restarted by its policy.\n" CLI_TARGETS
        "  ecort send-signal SIGUSR2 api-gateway\n",
    .flags = 1u << CLI_JSON,
    .min_words = 2,
    .max_words = 1025,
    .run = run_signal,
};
