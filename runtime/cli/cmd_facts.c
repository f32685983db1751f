/* ecort env, id, pid: one fact, for scripts. */
#include "runtime/cli/cli.h"

/* Asks, and lets `print` write each item of the list; --json prints the list. */
static int print_each(struct cli *cli, const struct ctl_request *request,
                      void (*print)(struct buf *out, const struct json_in *item, bool is_first)) {
    struct json_in *reply;
    struct buf text = {0};
    int rc = cli_send(cli, request, NULL, &reply);
    if (rc != CLI_OK)
        return rc;
    const struct json_in *list = json_in_get(reply, "list");
    if (cli->json) {
        json_in_print(list, &text);
        buf_char(&text, '\n');
    }
    for (size_t i = 0; i < json_in_count(list) && !cli->json; i++)
        print(&text, json_in_at(list, i), i == 0);
    json_in_free(reply);
    return cli_out(cli, &text);
}

static void print_variable(void *ctx, struct str name, const struct json_in *value) {
    buf_fmt(ctx, "%.*s=%.*s\n", STR_ARG(name), STR_ARG(json_in_str(value)));
}

static void print_env(struct buf *out, const struct json_in *item, bool is_first) {
    if (!is_first)
        buf_char(out, '\n');
    json_in_each(json_in_get(item, "env"), print_variable, out);
}

static int run_env(struct cli *cli) {
    struct ctl_request request = {.command = CTL_ENV, .targets = {cli->words, cli->n_words}};
    return print_each(cli, &request, print_env);
}

const struct cli_command cli_env = {
    .name = "env",
    .arguments = "NAME... [--json]",
    .summary = "Prints the environment that instances are given.",
    .details = "NAME=value, one per line; a blank line between instances. Values are shown as they "
               "are, secrets too.\n"
               "--json prints an array of {id, name, env}.\n\n"
               "  ecort env 0\n"
               "  ecort env api-gateway --json\n",
    .flags = 1u << CLI_JSON,
    .min_words = 1,
    .max_words = 1024,
    .run = run_env,
};

static void print_id(struct buf *out, const struct json_in *item, bool is_first) {
    (void)is_first;
    buf_fmt(out, "%lld\n", (long long)json_in_int(json_in_get(item, "id")));
}

static int run_id(struct cli *cli) {
    struct ctl_request request = {.command = CTL_SHOW, .targets = {cli->words, cli->n_words}};
    return print_each(cli, &request, print_id);
}

const struct cli_command cli_id = {
    .name = "id",
    .arguments = "NAME... [--json]",
    .summary = "Prints the ids of instances, one per line.",
    .details = "  ecort id api-gateway\n",
    .flags = 1u << CLI_JSON,
    .min_words = 1,
    .max_words = 1024,
    .run = run_id,
};

static void print_pid(struct buf *out, const struct json_in *item, bool is_first) {
    (void)is_first;
    buf_fmt(out, "%lld\n", (long long)json_in_int(json_in_get(item, "pid")));
}

static int run_pid(struct cli *cli) {
    struct ctl_request request = {.command = cli->n_words ? CTL_SHOW : CTL_LIST,
                                  .targets = {cli->words, cli->n_words}};
    return print_each(cli, &request, print_pid);
}

const struct cli_command cli_pid = {
    .name = "pid",
    .arguments = "[NAME...] [--json]",
    .summary = "Prints the pids of instances, one per line.",
    .details = "0 for one that does not run; all instances where none is named.\n\n"
               "  ecort pid api-gateway\n",
    .flags = 1u << CLI_JSON,
    .max_words = 1024,
    .run = run_pid,
};
