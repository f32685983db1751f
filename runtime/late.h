/* Late values: what a plan takes from the environment when it is loaded, by name. */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/buf.h"
#include "schema/base/err.h"
#include "schema/plan/plan.h"

struct late_source {
    char *const *environ;     /* first */
    const char *const *files; /* then these .env files, the last one first */
    unsigned n_files;
};

/* Appends NAME=value, each with a NUL, for every variable that the plan takes and that is set. What
 * is not set is left out. The arena is for the time being. -1 with err: a file cannot be read. */
int late_collect(const struct plan *plan, const struct late_source *source, struct arena *a,
                 struct buf *out, struct err *err);

/* The strings of such a block as a list that ends with NULL; NULL without memory. What follows the
 * last NUL is dropped. */
char **late_split(struct arena *a, struct str block);
