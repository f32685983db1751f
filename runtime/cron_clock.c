/* From calendars to seconds. */
#include "runtime/cron_clock.h"

#include "runtime/os/zone.h"

struct cron_clock cron_clock_of(const struct plan_cron *record, const char *zone, int64_t now_s) {
    struct cron_clock clock = {
        .cron = {.second = record->second[0] | (uint64_t)record->second[1] << 32,
                 .minute = record->minute[0] | (uint64_t)record->minute[1] << 32,
                 .hour = record->hour,
                 .day = record->day,
                 .month = (uint16_t)record->month,
                 .weekday = (uint8_t)record->weekday,
                 .asked = (uint8_t)record->flags,
                 .has_seconds = record->flags >> 8 & 1,
                 .last_day = record->flags >> 9 & 1},
        .zone = zone};
    struct civil_time now = os_zone_civil(zone, now_s);
    cron_settle(&clock.cron, &now);
    return clock;
}

/* The first match of the calendar after `at` that is after after_s. */
static int64_t next_from(const struct cron_clock *clock, struct civil_time at, int64_t after_s) {
    enum { TRIES = 8 }; /* matches that the clock has passed already */
    for (int i = 0; i < TRIES; i++) {
        struct civil_time next;
        if (!cron_next(&clock->cron, &at, &next))
            return -1;
        int64_t epoch_s = os_zone_epoch(clock->zone, &next, after_s);
        if (epoch_s >= 0)
            return epoch_s;
        at = next;
    }
    return -1;
}

/* When the clock is set back within the next hour; -1: it is not. */
static int64_t find_set_back(const char *zone, int64_t after_s) {
    int64_t low = after_s, high = after_s + 3600;
    int64_t before = os_zone_offset_s(zone, low);
    if (os_zone_offset_s(zone, high) >= before)
        return -1;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (os_zone_offset_s(zone, middle) < before)
            high = middle;
        else
            low = middle;
    }
    return high;
}

int64_t cron_clock_next(const struct cron_clock *clock, int64_t after_s) {
    enum { EVERY_HOUR = (1 << 24) - 1 };
    int64_t next_s = next_from(clock, os_zone_civil(clock->zone, after_s), after_s);
    if (clock->cron.hour != EVERY_HOUR)
        return next_s;
    int64_t back_s = find_set_back(clock->zone, after_s);
    if (back_s < 0 || (next_s >= 0 && next_s < back_s))
        return next_s;
    /* The calendar begins the hour anew: look from the second before it does. */
    int64_t shown_s = back_s - 1 + os_zone_offset_s(clock->zone, back_s);
    return next_from(clock, os_zone_civil("UTC", shown_s), after_s);
}
