/* What PM2 calls by another name, or has and ecort has not: what to do instead.
 *
 * Only for words that ecort does not know: what it has under PM2's name stands as an alias with the
 * command (cli.h). */
#pragma once

#include "schema/base/buf.h"

/* One sentence about a command of PM2, NULL where it is none. */
const char *cli_pm2_command(const char *word);

/* Appends what to do instead of a flag of PM2's start and restart ("--wait-ready", "-i"); whether it
 * is one. A flag that is called like an option of an app is one, too. */
bool cli_pm2_flag(const char *flag, struct buf *out);
