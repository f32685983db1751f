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
    int number;   /* exit code or signal */
    bool is_kept; /* it was not our child, but the keeper's */
};

/* What a wait status says. */
struct os_exit os_exit_of(pid_t pid, int status);

/* One child that has ended, if there is one just now; it stays a zombie until os_reap. */
bool os_next_ended(struct os_exit *ended);
void os_reap(pid_t pid);
