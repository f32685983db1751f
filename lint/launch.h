/* Which apps start through a wrapper that keeps a cluster from working, and what they come down to
 * (scan/launch.h). Lint speaks of those that stay, the compiler writes the others into the plan. */
#pragma once

#include "lint/lint.h"
#include "lint/scan/launch.h"
#include "schema/model/resolve.h"

/* False where there is nothing to do: fork mode, or a program that is started as it is. Without a
 * file provider nothing is known. */
bool launch_of_app(const struct lint_input *in, const struct resolved_app *app, struct launch *out);

/* The script of package.json that had the last word; NULL where none had one. */
const struct launch_step *launch_last_script(const struct launch *launch);
