/* Helpers: this very program, run again beside the supervisor for work that would hold it up. */
#pragma once

#include <sys/types.h>

#include "schema/base/err.h"

/* Runs this program with those arguments (argv[0] included) in a session of its own, without input,
 * its output to out_fd (-1: nowhere), troubles on our stderr. The caller reaps *pid. -1 with err: no
 * process was made. */
int os_helper_start(char *const *argv, char *const *envp, int out_fd, pid_t *pid, struct err *err);

/* Lets everybody else go first: least priority for the CPU, the disk only when it is idle. */
void os_helper_be_quiet(void);
