/* sd_notify, both ways: telling a service manager, and hearing what our children tell. Source:
 * sd_notify(3). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "schema/base/err.h"

/* Sends the text ("READY=1"); where nobody listens, nothing happens. */
void os_notify(const char *socket_name, const char *text);

/* ---- hearing ------------------------------------------------------------------------------------
 */

enum { OS_NOTIFY_NAME_BYTES = 32, OS_NOTIFY_MOST = 4096 };

/* A socket in the abstract name space, under a name that the kernel chooses, so that no permission
 * of a directory keeps a child of another user from it. -1 with err. */
int os_notify_open(struct err *err);

/* What goes into NOTIFY_SOCKET: "@...". -1 with errno. */
int os_notify_name(int fd, char name[OS_NOTIFY_NAME_BYTES]);

struct os_notification {
    pid_t pid; /* who sent it, as the kernel says */
    char text[OS_NOTIFY_MOST];
    size_t n;
};

/* The next one, which stays in the socket until it is dropped: who is killed before that leaves it to
 * the next one who looks. False where there is none. What is too long, or of nobody, is dropped. */
bool os_notify_peek(int fd, struct os_notification *said);
/* It has been dealt with; what came with it is closed, which its sender may wait for (BARRIER=1). */
void os_notify_drop(int fd);
