/* What an apply would do where no supervisor runs. */
#pragma once

#include "runtime/cli/cli_plan.h"

/* The reply that a supervisor without apps would give to a dry run; *reply is the caller's. CLI_OK,
 * or an exit code after the trouble has been told: variables that are missing, an app of --only that
 * is not in the plan. */
int cli_dry_run(struct cli *cli, const struct cli_plan *plan, struct json_in **reply);
