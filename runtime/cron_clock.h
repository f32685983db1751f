/* When a cron pattern is due next, by the calendar of a zone. Where the clock is set
 * forward, a time that it skips is due as much later as the gap is long; where it is set back,
 * patterns for every hour are due in both, others once. */
#pragma once

#include "schema/plan/plan.h"
#include "schema/unit/cron.h"

struct cron_clock {
    struct cron cron;
    const char *zone; /* NULL: the local one */
};

/* Of a plan's record; `?` becomes the moment now_s. */
struct cron_clock cron_clock_of(const struct plan_cron *record, const char *zone, int64_t now_s);

/* Seconds since 1970 of the first match after after_s; -1: never. */
int64_t cron_clock_next(const struct cron_clock *clock, int64_t after_s);
