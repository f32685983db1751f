/* ecort update: what runs goes on under another program. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/cli/cli.h"
#include "runtime/ctl/client.h"
#include "runtime/home.h"

/* Whether the process runs that program. */
static bool runs(pid_t pid, const char *program) {
    char path[64];
    struct stat of_process, of_program;
    (void)snprintf(path, sizeof path, "/proc/%d/exe", (int)pid);
    return stat(path, &of_process) == 0 && stat(program, &of_program) == 0 &&
           of_process.st_dev == of_program.st_dev && of_process.st_ino == of_program.st_ino;
}

/* The supervisor was asked and has hung up: who is there now. */
static int see(struct cli *cli, const char *home, pid_t before, const char *program) {
    struct buf text = {0};
    struct err err = {0};
    pid_t now = 0;
    if (ctl_wait(home, CTL_PATIENCE_MS, &now, &err) != CTL_ANSWER)
        return cli_fail(cli, CLI_FAILED, "no supervisor answers: %s", err.msg);
    if (now == before || !runs(now, program))
        return cli_fail(cli, CLI_FAILED,
                        "the supervisor %d runs the program that it ran before; its log tells why",
                        (int)now);
    if (cli->json)
        buf_fmt(&text, "{ \"ok\": true, \"pid\": %d }\n", (int)now);
    else
        buf_fmt(&text, "%s has taken over, pid %d\n", program, (int)now);
    return cli_out(cli, &text);
}

static int run_update(struct cli *cli) {
    char program[PATH_MAX];
    struct err err = {0};
    struct json_in *reply = NULL;
    pid_t before = 0;
    const char *given = cli->n_words ? cli->words[0] : "/proc/self/exe";
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (!home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    if (!realpath(given, program))
        return cli_fail(cli, CLI_INPUT, "%s: %s", given, strerror(errno));
    struct ctl_request request = {.command = CTL_UPDATE, .argument = program};
    enum ctl_answer answer = ctl_wait(home, CTL_PATIENCE_MS, &before, &err);
    if (answer == CTL_ANSWER)
        answer = ctl_ask(home, &request, NULL, &reply, &err);
    if (answer == CTL_LOST)
        return see(cli, home, before, program);
    if (answer == CTL_NO_SUPERVISOR)
        return cli_no_supervisor(cli, home);
    if (answer != CTL_ANSWER)
        return cli_fail(cli, CLI_FAILED, "%s", err.msg);
    struct str error = json_in_str(json_in_get(reply, "error"));
    (void)cli_fail(cli, CLI_FAILED, "%.*s", STR_ARG(error));
    json_in_free(reply);
    return CLI_FAILED;
}

const struct cli_command cli_update = {
    .name = "update",
    .aliases = "updatePM2",
    .arguments = "[PROGRAM] [--json]",
    .summary = "Puts a new ecort in the place of the one that runs.",
    .details =
        "The keeper keeps its pid and becomes this ecort, or the program that is given; it is "
        "tried before.\n"
        "Every service keeps its process. A program that is no such ecort is refused, and one "
        "whose supervisor\n"
        "does not start is taken back.\n\n"
        "  ecort update\n"
        "  ecort update /opt/ecort-next/bin/ecort\n",
    .flags = 1u << CLI_JSON,
    .max_words = 1,
    .run = run_update,
};
