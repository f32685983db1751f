/* ecoc diff as git's diff driver. Source: gitattributes(5), "Defining an external diff driver", and
 * git(1), GIT_EXTERNAL_DIFF: path old-file old-hex old-mode new-file new-hex new-mode [new-path
 * similarity]. */
#pragma once

#include "compiler/diff_make.h"

/* The words are git's. What cannot be compared is said and is no error: git would stop. EXIT_CLEAN,
 * or EXIT_USAGE where the words are none of git's. */
int diff_external(struct args *args, struct diff_wish *wish);
