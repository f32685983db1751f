/* Why an option has the value it has: the expression, its place, the variables it depends on. */
#pragma once

#include "compiler/load.h"
#include "schema/base/buf.h"

/* `path` is "api.instances", "apps[0].instances" or "api.env.PORT", of a configuration that was
 * loaded. EXIT_CLEAN with the explanation in `out`, or EXIT_USAGE after the reason was printed. */
int why_text(struct args *args, struct loaded *loaded, const char *profile, const char *path,
             struct buf *out);
