/* Local time. */
#include "runtime/os/civil.h"

#include <time.h>

struct civil_time os_civil_of(int64_t wall_ms) {
    time_t seconds = (time_t)(wall_ms >= 0 ? wall_ms / 1000 : (wall_ms - 999) / 1000);
    struct tm tm = {.tm_mday = 1};
    (void)localtime_r(&seconds, &tm);
    return (struct civil_time){.year = tm.tm_year + 1900,
                               .month = tm.tm_mon + 1,
                               .day = tm.tm_mday,
                               .hour = tm.tm_hour,
                               .minute = tm.tm_min,
                               .second = tm.tm_sec};
}

static int64_t moment_of(const struct civil_time *c, int is_dst) {
    struct tm tm = {.tm_year = c->year - 1900,
                    .tm_mon = c->month - 1,
                    .tm_mday = c->day,
                    .tm_hour = c->hour,
                    .tm_min = c->minute,
                    .tm_sec = c->second,
                    .tm_isdst = is_dst};
    return (int64_t)mktime(&tm) * 1000;
}

static bool is_same(const struct civil_time *a, const struct civil_time *b) {
    return a->year == b->year && a->month == b->month && a->day == b->day && a->hour == b->hour &&
           a->minute == b->minute && a->second == b->second;
}

/* The first moment after from_ms that is called so; where the clocks skip it, the one at which they
 * do. -1: there is none after from_ms. */
static int64_t moment_after(const struct civil_time *c, int64_t from_ms) {
    int64_t first = -1;
    for (int is_dst = -1; is_dst <= 1; is_dst++) {
        int64_t at = moment_of(c, is_dst);
        struct civil_time back = os_civil_of(at);
        if ((is_dst < 0 || is_same(c, &back)) && at > from_ms && (first < 0 || at < first))
            first = at;
    }
    return first;
}

int64_t os_cron_next_ms(const struct cron *cron, int64_t from_ms) {
    enum { TRIES = 4000 }; /* the seconds of an hour that is repeated, and some */
    struct civil_time at = os_civil_of(from_ms);
    if (at.year < 1 || at.year > 9998)
        return INT64_MAX;
    for (int i = 0; i < TRIES && cron_next(cron, &at, &at); i++) {
        int64_t ms = moment_after(&at, from_ms);
        if (ms >= 0)
            return ms;
    }
    return INT64_MAX;
}
