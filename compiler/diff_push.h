/* ecoc diff as a pre-push hook: what the commits that are about to be pushed will do. Sources:
 * githooks(5), "pre-push"; pre-commit's documentation of PRE_COMMIT_FROM_REF and
 * PRE_COMMIT_TO_REF. */
#pragma once

#include "compiler/diff_make.h"

/* Reads what is pushed from the environment (pre-commit) or from stdin (git), and prints the diff
 * of every configuration that it changes. Nothing to compare is no error. EXIT_CLEAN, or an exit
 * code after the reason was printed. */
int diff_push(struct args *args, struct diff_wish *wish, struct diff_outcome *outcome);
