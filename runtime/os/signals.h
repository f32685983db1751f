/* Signals as readable events, and the reaping of children. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "schema/base/err.h"

/* Blocks the signals a supervisor lives by and gives them as a descriptor; SIGPIPE and
 * SIGXFSZ are ignored. */
int os_signals_open(int *fd, struct err *err);

/* The next pending signal number, or 0. */
int os_signals_next(int fd);

struct os_exit {
    pid_t pid;
    bool by_signal, core;
    int number; /* exit code or signal */
};

/* Reaps one ended child; false where there is none just now. */
bool os_reap(struct os_exit *ended);
