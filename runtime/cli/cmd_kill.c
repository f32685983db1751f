/* ecort kill, ecort ping. */
#include <time.h>

#include "runtime/cli/cli.h"
#include "runtime/ctl/socket.h"
#include "runtime/home.h"

/* The answer comes when all has stopped; then the process has to end, too. */
static bool has_gone(const char *home) {
    enum { TRIES = 500 };
    const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    for (int i = 0; i < TRIES; i++) {
        if (home_is_free(home))
            return true;
        (void)nanosleep(&pause, NULL);
    }
    return false;
}

static int run_kill(struct cli *cli) {
    struct err err = {0};
    struct json_in *reply;
    struct buf text = {0};
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (home && home_is_free(home)) {
        if (cli->json)
            buf_z(&text, "{ \"ok\": true, \"results\": [] }\n");
        else
            buf_fmt(&text, "no supervisor is running in %s\n", home);
        return cli_out(cli, &text);
    }
    int rc = cli_ask(cli, CTL_KILL, &reply);
    if (rc != CLI_OK)
        return rc;
    if (cli->json) {
        json_in_print(reply, &text);
        buf_char(&text, '\n');
    } else {
        buf_z(&text, "everything has stopped\n");
    }
    json_in_free(reply);
    if (!has_gone(home))
        return cli_fail(cli, CLI_FAILED, "the supervisor has stopped everything and does not end");
    return cli_out(cli, &text);
}

const struct cli_command cli_kill = {
    .name = "kill",
    .arguments = "[--json]",
    .flags = 1u << CLI_JSON,
    .summary = "Stops everything and ends the supervisor.",
    .details = "Returns when it has ended. Where none runs, there is nothing to do.\n\n"
               "  ecort kill\n",
    .run = run_kill,
};

static int run_ping(struct cli *cli) {
    struct json_in *reply;
    struct buf text = {0};
    int rc = cli_ask(cli, CTL_PING, &reply);
    if (rc != CLI_OK)
        return rc;
    json_in_free(reply);
    buf_z(&text, cli->json ? "{ \"ok\": true }\n" : "pong\n");
    return cli_out(cli, &text);
}

const struct cli_command cli_ping = {
    .name = "ping",
    .arguments = "[--json]",
    .flags = 1u << CLI_JSON,
    .summary = "Tells whether a supervisor answers.",
    .details = "Prints pong and exits 0, or exits 1.\n\n  ecort ping\n",
    .run = run_ping,
};
