/* Durations as people write them: "500ms", "10s", "5m", "2h", "1d", "1.5s", plain digits for
 * milliseconds. No signs, no blanks, lower-case units. */
#pragma once

#include <stdint.h>

#include "schema/base/arena.h"

/* False for anything else, for what is not a whole number of milliseconds, and for overflow; *ms is
 * then untouched. */
bool duration_parse(struct str s, int64_t *ms);

/* The shortest form without a fraction that duration_parse reads back: "10s", "1500ms", "0ms". */
struct str duration_text(struct arena *a, int64_t ms);
