/* The calendar where we are. */
#pragma once

#include "schema/unit/cron.h"

/* The local time of a moment in ms since 1970. */
struct civil_time os_civil_of(int64_t wall_ms);

/* The first moment after from_ms that the pattern (settled) matches in local time, INT64_MAX where
 * none does. What is in an hour that the clocks skip happens when they have; of an hour that they
 * repeat the first one counts, unless from_ms is in the second. */
int64_t os_cron_next_ms(const struct cron *cron, int64_t from_ms);
