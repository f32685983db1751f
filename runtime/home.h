/* The supervisor's home: one directory per user and supervisor, mode 0700. It holds ecort.sock,
 * ecort.lock and logs/. ECORT_HOME, else $XDG_STATE_HOME/ecort, else $HOME/.local/state/ecort. */
#pragma once

#include <stdbool.h>

#include "schema/base/arena.h"
#include "schema/base/err.h"

/* The path, absolute; NULL with err where the environment names none. Touches nothing. */
const char *home_find(struct arena *a, char *const *environ, struct err *err);

/* Makes the directory, ours alone. -1 with err. */
int home_make(const char *home, struct err *err);

/* Whether no supervisor has it. */
bool home_is_free(const char *home);

/* Makes the directory and takes its lock, which lasts as long as the descriptor. -1 with err, also
 * where another supervisor has it. */
int home_take(const char *home, int *lock_fd, struct err *err);
