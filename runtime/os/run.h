/* Running a helper program and waiting for it. */
#pragma once

#include "schema/base/err.h"

/* Runs it with our standard streams, except that its output goes nowhere where `is_quiet`. The exit
 * code (128 + n where signal n ended it), or -1 with err. */
int os_run(const char *path, char *const *argv, char *const *envp, int is_quiet, struct err *err);
