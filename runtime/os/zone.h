/* Calendars of time zones: those of the zoneinfo database, by name; NULL is the local one. */
#pragma once

#include <stdbool.h>

#include "schema/unit/cron.h"

/* Whether there is such a zone. */
bool os_zone_exists(const char *zone);

/* What the calendar shows at that many seconds since 1970. */
struct civil_time os_zone_civil(const char *zone, int64_t epoch_s);

/* Seconds that the calendar is before UTC's at that moment. */
int64_t os_zone_offset_s(const char *zone, int64_t epoch_s);

/* The first moment after `after_s` at which the calendar shows `civil`. Where it never does (a gap
 * of daylight saving time), the moment that it would have been, later in the day; where it is not
 * after `after_s`, -1. */
int64_t os_zone_epoch(const char *zone, const struct civil_time *civil, int64_t after_s);

/* Makes the zone the local one, for what knows only that, until it is left again; NULL changes
 * nothing, and without memory all stays local. */
struct os_zone_place {
    char *before; /* TZ, malloc'd; NULL = it was not set */
    bool is_moved;
};

struct os_zone_place os_zone_enter(const char *zone);
void os_zone_leave(struct os_zone_place *place);
