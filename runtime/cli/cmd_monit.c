/* ecort monit: the screen is a program of its own, so that we need no terminal library. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runtime/cli/cli.h"
#include "runtime/cli/cli_program.h"

static int run(struct cli *cli) {
    const char *program = cli_program_find(cli, "ecort-monit");
    if (!program)
        return cli_fail(cli, CLI_FAILED,
                        "monit is a program of its own, and there is no ecort-monit beside ecort "
                        "or in PATH; make install installs it, ecort list needs none");
    char *name = arena_cstr(&cli->arena, STR("ecort-monit"));
    char *const argv[] = {name, NULL};
    (void)execve(program, argv, cli->environ);
    return cli_fail(cli, CLI_FAILED, "%s: %s", program, strerror(errno));
}

const struct cli_command cli_monit = {
    .name = "monit",
    .aliases = "dashboard dash",
    .arguments = "",
    .summary = "Shows all on one screen: instances, cpu, memory, logs.",
    .details =
        "Live, in a terminal of any size: arrows or j and k select an instance, r restarts it, R "
        "reloads, s\n"
        "stops, S starts, + and - scale its app, l shows the logs of one or of all, / filters, ? "
        "tells all keys,\n"
        "q quits. What runs is left alone by that. Colours only where the terminal has them and "
        "NO_COLOR is not\n"
        "set. The program is ecort-monit, beside ecort or in PATH.\n\n"
        "  ecort monit\n",
    .run = run,
};
