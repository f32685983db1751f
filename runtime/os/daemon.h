/* Going into the background. */
#pragma once

#include "schema/base/err.h"

enum { OS_DAEMON_REPORT_FD = 3 };

/* Forks twice. In the caller: 1 and *report_fd, from which what the new process says can be read. In
 * the new process, which has a session of its own, "/" as its directory and nothing open but standard
 * streams to nowhere: 0 and *report_fd
 * (OS_DAEMON_REPORT_FD) to say it to, which stays open over exec. -1 with err. */
int os_daemon(int *report_fd, struct err *err);
