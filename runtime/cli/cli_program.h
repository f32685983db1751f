/* Other programs of ours. */
#pragma once

#include "runtime/cli/cli.h"

/* The path of the program: beside our own, else in the PATH; NULL where it is nowhere. */
const char *cli_program_find(struct cli *cli, const char *name);
