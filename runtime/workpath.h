/* Paths as texts. */
#pragma once

#include "schema/base/arena.h"

/* `path` seen from the absolute directory `base`, without "." and ".." and doubled slashes,
 * absolute. NULL without memory. As Node's path.resolve: symbolic links are not looked at. */
const char *workpath_resolve(struct arena *a, const char *base, const char *path);

/* "~/x" with the home directory, any other path as it is. */
const char *workpath_from_home(struct arena *a, const char *home, const char *path);
