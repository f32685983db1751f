/* Becoming the supervisor. */
#pragma once

#include "runtime/cli/cli.h"
#include "runtime/generation.h"

/* What a plan is seen against. */
struct gen_world cli_world(const struct cli *cli);

/* Makes the generation of the command line's plan; an exit code, after the trouble has been told. */
typedef int cli_load(struct cli *cli, struct generation **gen);

/* Takes the home, and keeps a supervisor in it until all is over (keeper.h); the exit code. `load` is
 * asked once, where there is a plan. `report_fd` is told "ok", or what is in the way, and closed; -1:
 * troubles are told on stderr. */
int cli_supervise(struct cli *cli, const char *home, cli_load *load, int report_fd);

/* Makes sure that a supervisor runs in the home, in the background; CLI_OK or an exit code after the
 * trouble has been told. */
int cli_ensure_supervisor(struct cli *cli, const char *home);
