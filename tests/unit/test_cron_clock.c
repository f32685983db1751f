/* When patterns are due by the calendars of zones, also where these jump. */
#include <check.h>

#include "runtime/cron_clock.h"
#include "runtime/os/zone.h"

static struct cron_clock clock_of(const char *pattern, const char *zone) {
    struct cron_clock clock = {.zone = zone};
    struct cron_problem problem;
    ck_assert(cron_parse(str_of(pattern), &clock.cron, &problem));
    return clock;
}

START_TEST(zones) {
    ck_assert(os_zone_exists("UTC"));
    ck_assert(!os_zone_exists("Nowhere/Atall"));
    ck_assert(!os_zone_exists("../../etc/passwd"));
    ck_assert(!os_zone_exists("/etc/passwd"));
    ck_assert(!os_zone_exists(""));
    if (!os_zone_exists("Europe/Berlin"))
        return;                                                       /* no database here */
    struct civil_time t = os_zone_civil("Europe/Berlin", 1764028800); /* 2025-11-25 00:00 UTC */
    ck_assert_int_eq(t.hour, 1);
    ck_assert_int_eq(t.day, 25);
    t = os_zone_civil("UTC", 1764028800);
    ck_assert_int_eq(t.hour, 0);
    ck_assert_int_eq(os_zone_epoch("Asia/Tokyo", &t, 0), 1764028800 - 9 * 3600);
}
END_TEST

START_TEST(plain_days) {
    struct cron_clock utc = clock_of("0 3 * * *", "UTC");
    ck_assert_int_eq(cron_clock_next(&utc, 1764028800), 1764028800 + 3 * 3600);
    ck_assert_int_eq(cron_clock_next(&utc, 1764028800 + 3 * 3600), 1764028800 + 27 * 3600);
    struct cron_clock seconds = clock_of("*/2 * * * * *", "UTC");
    ck_assert_int_eq(cron_clock_next(&seconds, 1764028800), 1764028802);
    struct cron_clock never = clock_of("0 0 30 2 *", "UTC");
    ck_assert_int_eq(cron_clock_next(&never, 1764028800), -1);
    if (!os_zone_exists("Asia/Tokyo"))
        return;
    struct cron_clock tokyo = clock_of("0 3 * * *", "Asia/Tokyo");
    ck_assert_int_eq(cron_clock_next(&tokyo, 1764028800), 1764028800 + 18 * 3600);
}
END_TEST

/* Berlin, 2025-03-30: 01:00 UTC is 03:00, there is no 02:30. */
START_TEST(the_hour_that_is_not) {
    if (!os_zone_exists("Europe/Berlin"))
        return;
    const int64_t change = 1743296400;
    struct cron_clock clock = clock_of("30 2 * * *", "Europe/Berlin");
    int64_t at = cron_clock_next(&clock, change - 3600);
    ck_assert_int_ge(at, change);
    ck_assert_int_le(at, change + 3600);
    ck_assert_int_eq(cron_clock_next(&clock, at), change + 86400 - 1800);
    struct cron_clock minutes = clock_of("* * * * *", "Europe/Berlin");
    ck_assert_int_eq(cron_clock_next(&minutes, change - 60), change);
}
END_TEST

/* Berlin, 2025-10-26: 01:00 UTC is 02:00 for the second time. */
START_TEST(the_hour_that_is_twice) {
    if (!os_zone_exists("Europe/Berlin"))
        return;
    const int64_t change = 1761440400;
    struct cron_clock minutes = clock_of("* * * * *", "Europe/Berlin");
    int64_t at = change - 3600;
    for (int i = 0; i < 180; i++) {
        int64_t next = cron_clock_next(&minutes, at);
        ck_assert_int_eq(next, at + 60);
        at = next;
    }
    struct cron_clock daily = clock_of("0 4 * * *", "Europe/Berlin");
    ck_assert_int_eq(cron_clock_next(&daily, change - 7200), change + 7200);
}
END_TEST

Suite *suite_cron_clock(void);
Suite *suite_cron_clock(void) {
    Suite *suite = suite_create("cron clock");
    TCase *tcase = tcase_create("cron_clock");
    tcase_add_test(tcase, zones);
    tcase_add_test(tcase, plain_days);
    tcase_add_test(tcase, the_hour_that_is_not);
    tcase_add_test(tcase, the_hour_that_is_twice);
    suite_add_tcase(suite, tcase);
    return suite;
}
