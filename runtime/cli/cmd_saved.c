/* ecort save, ecort plans, ecort resurrect. */
#include <unistd.h>

#include "runtime/cli/cli_supervise.h"
#include "runtime/home.h"

static int run_save(struct cli *cli) {
    struct ctl_request request = {.command = CTL_SAVE, .force = cli_value(cli, CLI_FORCE) != NULL};
    struct json_in *reply;
    struct buf text = {0};
    int rc = cli_send(cli, &request, NULL, &reply);
    if (rc != CLI_OK)
        return rc;
    if (cli->json) {
        json_in_print(reply, &text);
        buf_char(&text, '\n');
    } else {
        long long n = json_in_int(json_in_get(reply, "saved"));
        buf_fmt(&text, "%lld instance%s saved\n", n, n == 1 ? "" : "s");
    }
    json_in_free(reply);
    return cli_out(cli, &text);
}

const struct cli_command cli_save = {
    .name = "save",
    .aliases = "dump",
    .arguments = "[--force] [--json]",
    .summary = "Keeps what runs, for ecort resurrect.",
    .details = "Into saved.bin of the home (mode 0600): the plans, which of their apps were "
               "started, and how many\n"
               "instances. What a plan takes from the environment is not kept, only from which "
               "files of --env-file\n"
               "it came.\n\n"
               "  ecort save\n",
    .flags = 1u << CLI_FORCE | 1u << CLI_JSON,
    .run = run_save,
};

static unsigned digit_of(char c) {
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;
}

static int run_plans(struct cli *cli) {
    struct ctl_request request = {.command = CTL_PLANS};
    struct json_in *reply;
    struct buf bytes = {0};
    if (isatty(STDOUT_FILENO) && !cli->json)
        return cli_fail(cli, CLI_USAGE, "plans are bytes for a program, not for a terminal");
    int rc = cli_send(cli, &request, NULL, &reply);
    if (rc != CLI_OK)
        return rc;
    struct str text = json_in_str(json_in_get(reply, "plans"));
    if (cli->json) {
        json_in_print(reply, &bytes);
        buf_char(&bytes, '\n');
    }
    for (size_t i = 0; i + 1 < text.n && !cli->json; i += 2)
        buf_char(&bytes, (char)(digit_of(text.p[i]) << 4 | digit_of(text.p[i + 1])));
    json_in_free(reply);
    return cli_out(cli, &bytes);
}

const struct cli_command cli_plans = {
    .name = "plans",
    .arguments = "[--json]",
    .summary = "Prints the plans that run, for ecoc diff --running.",
    .details = "The list that ecort save keeps, as bytes: the plans, and which of their apps run. "
               "What a plan\n"
               "takes from the environment is not in it. --json prints them as hexadecimal "
               "digits.\n\n"
               "  ecort plans >running.bin\n",
    .flags = 1u << CLI_JSON,
    .run = run_plans,
};

static int run_resurrect(struct cli *cli) {
    struct err err = {0};
    struct buf environ = {0};
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (!home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    for (char *const *e = cli->environ; *e; e++)
        buf_add(&environ, *e, strlen(*e) + 1);
    int rc = environ.failed ? cli_fail(cli, CLI_FAILED, "out of memory")
                            : cli_ensure_supervisor(cli, home);
    struct ctl_request request = {
        .command = CTL_RESURRECT, .n_blobs = 1, .blob = {{environ.p, environ.n}}};
    if (rc == CLI_OK)
        rc = cli_steer(cli, &request, "is back");
    buf_done(&environ);
    return rc;
}

const struct cli_command cli_resurrect = {
    .name = "resurrect",
    .arguments = "[--json]",
    .summary = "Brings back what ecort save has kept.",
    .details =
        "In the background where no supervisor runs. Apps that are there already are left "
        "alone; those that\n"
        "were stopped when they were saved come back stopped. Variables that plans take from "
        "the environment\n"
        "are looked up again; a configuration that lacks one is told and left out.\n\n"
        "  ecort resurrect\n",
    .flags = 1u << CLI_JSON,
    .run = run_resurrect,
};
