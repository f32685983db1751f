/* The control socket <home>/ecort.sock: mode 0600, for its owner and root only. */
#pragma once

#include <stdbool.h>

#include "schema/base/err.h"

/* Listens, replacing a socket that a dead supervisor left; the caller holds the home's lock. */
int ctl_socket_listen(const char *home, int *fd, struct err *err);
void ctl_socket_remove(const char *home);

enum ctl_connect { CTL_CONNECTED, CTL_NOBODY, CTL_FAILED };

/* Connects; NOBODY where no supervisor runs in that home, FAILED with err. */
enum ctl_connect ctl_socket_connect(const char *home, int *fd, struct err *err);

/* Whether the other end is the same user, or root. */
bool ctl_socket_is_friend(int fd);
