/* Sockets that are handed to programs. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "runtime/os/user.h"
#include "schema/base/err.h"
#include "schema/unit/listen.h"

/* Opens and, where it is of a kind that does, begins to listen: SO_REUSEADDR, TCP_NODELAY (what is
 * accepted inherits it), blocking, close-on-exec. A socket in the file system that nobody listens on
 * is replaced, one that somebody does is EADDRINUSE. -1 with err (err->sys). */
int os_listen_open(const struct listen_address *address, struct err *err);

/* Whether it could be opened just now; nobody who connects notices, and no name is made or removed.
 * -1 with err (err->sys). */
int os_listen_try(const struct listen_address *address, struct err *err);

/* Gives the name in the file system to the user that the program runs as, where it has one. */
void os_listen_own(const struct listen_address *address, const struct os_identity *identity);

/* What the descriptor listens on; -1 where it is nothing of the kind. */
int os_listen_address(int fd, struct listen_address *address);

/* Makes a socket that was opened otherwise, on that address, what os_listen_open would have made it. */
void os_listen_dress(int fd, const struct listen_address *address);

/* Whether accepting waits, for all who have the socket. */
void os_listen_block(int fd, bool blocks);

/* A duplicate of a descriptor of another process; -1 where that may not be. */
int os_take_fd(pid_t pid, int fd);

/* Takes the name of a closed socket from the file system. */
void os_listen_remove(const struct listen_address *address);
