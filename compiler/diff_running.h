/* What ecort runs now, as the older side of a diff: ecort is asked, by its command. */
#pragma once

#include "compiler/cmd.h"
#include "compiler/diff.h"

/* The apps that ecort runs, or keeps at rest, of the configuration at `path` (absolute); each with
 * the plan it was loaded from. EXIT_CLEAN, or an exit code after the reason was printed. */
int diff_running(struct args *args, struct str path, const struct diff_old_app **apps, size_t *n);
