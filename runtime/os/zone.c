/* The C library knows one zone at a time, the one of TZ: it is set for the moment and put back.
 * Nothing else looks at it meanwhile, for there is one thread. */
#include "runtime/os/zone.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

struct os_zone_place os_zone_enter(const char *zone) {
    struct os_zone_place place = {0};
    const char *now = getenv("TZ");
    char value[PATH_MAX];
    if (!zone)
        return place;
    place.before = now ? strdup(now) : NULL;
    (void)snprintf(value, sizeof value, ":%s", zone);
    place.is_moved = (!now || place.before) && setenv("TZ", value, 1) == 0;
    if (place.is_moved)
        tzset();
    return place;
}

void os_zone_leave(struct os_zone_place *place) {
    if (place->is_moved) {
        (void)(place->before ? setenv("TZ", place->before, 1) : unsetenv("TZ"));
        tzset();
    }
    free(place->before);
}

bool os_zone_exists(const char *zone) {
    const char *dir = getenv("TZDIR");
    char path[PATH_MAX];
    struct stat st;
    if (strcmp(zone, "UTC") == 0)
        return true;
    if (*zone == 0 || *zone == '/' || strstr(zone, ".."))
        return false;
    int n = snprintf(path, sizeof path, "%s/%s", dir && *dir ? dir : "/usr/share/zoneinfo", zone);
    return n > 0 && (size_t)n < sizeof path && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

struct civil_time os_zone_civil(const char *zone, int64_t epoch_s) {
    struct os_zone_place place = os_zone_enter(zone);
    time_t seconds = (time_t)epoch_s;
    struct tm tm = {0};
    (void)localtime_r(&seconds, &tm);
    os_zone_leave(&place);
    return (struct civil_time){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                               tm.tm_hour,        tm.tm_min,     tm.tm_sec};
}

int64_t os_zone_offset_s(const char *zone, int64_t epoch_s) {
    struct os_zone_place place = os_zone_enter(zone);
    time_t seconds = (time_t)epoch_s;
    struct tm tm = {0};
    (void)localtime_r(&seconds, &tm);
    os_zone_leave(&place);
    return (int64_t)tm.tm_gmtoff;
}

int64_t os_zone_epoch(const char *zone, const struct civil_time *civil, int64_t after_s) {
    struct os_zone_place place = os_zone_enter(zone);
    int64_t first = -1;
    /* An hour that happens twice has two moments: one with and one without summer time. */
    for (int is_dst = 0; is_dst <= 1; is_dst++) {
        struct tm tm = {.tm_year = civil->year - 1900,
                        .tm_mon = civil->month - 1,
                        .tm_mday = civil->day,
                        .tm_hour = civil->hour,
                        .tm_min = civil->minute,
                        .tm_sec = civil->second,
                        .tm_isdst = is_dst};
        int64_t at = (int64_t)mktime(&tm);
        bool is_it = tm.tm_hour == civil->hour && tm.tm_min == civil->minute;
        if (is_it && at > after_s && (first < 0 || at < first))
            first = at;
    }
    if (first < 0) {
        struct tm tm = {.tm_year = civil->year - 1900,
                        .tm_mon = civil->month - 1,
                        .tm_mday = civil->day,
                        .tm_hour = civil->hour,
                        .tm_min = civil->minute,
                        .tm_sec = civil->second,
                        .tm_isdst = -1};
        int64_t at = (int64_t)mktime(&tm);
        first = at > after_s ? at : -1;
    }
    os_zone_leave(&place);
    return first;
}
