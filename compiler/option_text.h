/* What a row of the option table says, in words: for explanations and for the schema. */
#pragma once

#include "schema/base/arena.h"
#include "schema/opt/option.h"

/* "maxRestarts" for max_restarts; empty where there is no underscore in the last part of the name.
 */
struct str option_camel(struct arena *a, struct str name);

/* All other names of an option, camelCase forms too: aliases first, as listed. */
size_t option_other_names(struct arena *a, enum opt_id id, const struct str **names);

/* The default: a value as in a configuration, or how it is found, or "none". */
struct str option_default(struct arena *a, enum opt_id id);

/* "1 to 65535", "0 or more"; empty where there are no bounds worth a word. */
struct str option_bounds(struct arena *a, enum opt_id id);

/* Whole phrases, without a full stop. A group does what its members do. */
const char *option_pm2(enum opt_id id);
const char *option_ecort(enum opt_id id);
const char *option_impact(enum opt_id id);
const char *option_takes(enum opt_id id);
