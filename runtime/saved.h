/* The saved list: what runs, kept in <home>/saved.bin (plan_kept.h, mode 0600) to be brought back
 * by another supervisor. */
#pragma once

#include "runtime/sup.h"

/* Appends the list's bytes (plan_kept.h). -1 with err. *n is how many instances. */
int saved_bytes(const struct sup *sup, struct buf *bytes, unsigned *n, struct err *err);

/* Writes it whole or leaves it as it was. -1 with err. *n is how many instances. */
int saved_write(const struct sup *sup, unsigned *n, struct err *err);

/* Makes the instances of the list anew, at rest, except of apps that are there already. Late values
 * come from `environ` and the files they came from before; the processes inherit `environ`. What is
 * to be started is put into `set` (to be given to inst_set_done), a line for each generation that
 * cannot be made, with what it lacks, into `troubles`. -1 with err: there is no list, or it cannot
 * be read. */
int saved_restore(struct sup *sup, char *const *environ, struct inst_set *set, struct buf *troubles,
                  struct err *err);
