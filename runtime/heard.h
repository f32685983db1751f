/* What processes say by sd_notify: READY=1 and STATUS=..., from the main process of an instance or
 * from any below it, told by the sender's credentials. Apps with wait_ready or listen are given
 * NOTIFY_SOCKET. Everything else that can be said so is passed over. */
#pragma once

#include <stdbool.h>

#include "schema/base/err.h"

struct sup;
struct app;

/* Takes `fd` (-1: a new socket). -1 with err. */
int heard_open(struct sup *sup, int fd, struct err *err);
void heard_close(struct sup *sup);

/* NOTIFY_SOCKET for the app's processes; NULL = none. */
const char *heard_name(const struct sup *sup, const struct app *app);
