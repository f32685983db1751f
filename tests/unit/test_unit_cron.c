/* Cron patterns: what is accepted, what is refused and where, when it fires. The expectations of
 * the tables were confirmed with croner 4.1.97. */
#include <check.h>
#include <stdio.h>

#include "schema/base/base.h"
#include "schema/unit/cron.h"

Suite *suite_unit_cron(void);

static struct cron parsed(const char *pattern) {
    struct cron cron;
    struct cron_problem problem;
    ck_assert_msg(cron_parse(str_of(pattern), &cron, &problem), "%s: %s", pattern, problem.message);
    return cron;
}

static struct civil_time time_of(const char *text) {
    struct civil_time t;
    ck_assert_int_eq(
        sscanf(text, "%d-%d-%d %d:%d:%d", &t.year, &t.month, &t.day, &t.hour, &t.minute, &t.second),
        6);
    return t;
}

START_TEST(fields) {
    struct cron c = parsed("5 4 * * *");
    ck_assert(!c.has_seconds);
    ck_assert_uint_eq(c.second, 1);
    ck_assert_uint_eq(c.minute, 1u << 5);
    ck_assert_uint_eq(c.hour, 1u << 4);
    ck_assert_uint_eq(c.day, 0xfffffffe);
    ck_assert_uint_eq(c.month, 0x1ffe);
    ck_assert_uint_eq(c.weekday, 0x7f);
    c = parsed(" */20\t0 0-6/3 1 JAN,dec 7 ");
    ck_assert(c.has_seconds);
    ck_assert_uint_eq(c.second, 1 | 1 << 20 | 1ull << 40);
    ck_assert_uint_eq(c.hour, 1 | 1 << 3 | 1 << 6);
    ck_assert_uint_eq(c.month, 1 << 1 | 1 << 12);
    ck_assert_uint_eq(c.weekday, 1);
    c = parsed("0 0 L * mon-FRI");
    ck_assert(c.last_day);
    ck_assert_uint_eq(c.day, 1u << 28 | 1u << 29 | 1u << 30 | 1u << 31);
    ck_assert_uint_eq(c.weekday, 0x3e);
    /* croner's steps count table entries, so days and months are one later. */
    c = parsed("0 0 5/10 */6 *");
    ck_assert_uint_eq(c.day, 1u << 6 | 1u << 16 | 1u << 26);
    ck_assert_uint_eq(c.month, 1 << 1 | 1 << 7);
    c = parsed("1*,,2 0 * * *");
    ck_assert_uint_eq(c.minute, 1 << 1 | 1 << 2);
}
END_TEST

START_TEST(refused) {
    static const struct {
        const char *pattern, *at, *message;
    } rows[] = {
        {"0 25 * * *", "25", "hour 25 is outside 0-23"},
        {"60 * * * *", "60", "minute 60 is outside 0-59"},
        {"0 0 0 * *", "0", "day 0 is outside 1-31"},
        {"0 0 * 13 *", "13", "month 13 is outside 1-12"},
        {"0 0 * * 8", "8", "weekday 8 is outside 0-7"},
        {"61 0 0 * * *", "61", "second 61 is outside 0-59"},
        {"0 0 * * MOO", "MOO", "\"MOO\" has no meaning as weekday"},
        {"0 0 * FEBX *", "X", "\"X\" has no meaning as month"},
        {"0 0 1,L * *", "L", "\"L\" has no meaning as day"},
        {"0 1-5,10 * * *", "1-5", "\"1-5\" in hour: croner allows no ranges or steps in a list"},
        {"0 5-1 * * *", "5-1", "the range 5-1 in hour runs backwards"},
        {"0 1-99 * * *", "99", "hour 99 is outside 0-23"},
        {"*/0 * * * *", "0", "a step of 0 in minute never moves on"},
        {"*/61 * * * *", "61", "a step of 61 in minute is larger than the field, which has 60"},
        {"*/ * * * *", "/", "minute has no step after /"},
        {"*/5/5 * * * *", "*/5/5", "minute has more than one /"},
        {"1-2-3 * * * *", "1-2-3", "\"1-2-3\" is not a range of the form a-b or a-b/n for minute"},
        {"*-5/2 * * * *", "*-5/2", "\"*-5/2\" is not a range of the form a-b or a-b/n for minute"},
        {", * * * *", ",", "minute matches nothing"},
        {"1? * * * *", "?", "? can stand once and by itself as the minute"},
        {"* * * *", "* * * *", "the pattern has 4 of 5 or 6 fields"},
        {"* * * * * * *", "* * * * * * *", "the pattern has more than 6 fields"},
        {"@daily", "@daily", "the pattern has 1 of 5 or 6 fields"},
        {"0 0 \xc3\xa9 * *", "\xc3\xa9", "\"\xc3\xa9\" has no meaning as day"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct cron cron;
        struct cron_problem problem;
        struct str pattern = str_of(rows[i].pattern);
        ck_assert_msg(!cron_parse(pattern, &cron, &problem), "%s", rows[i].pattern);
        ck_assert_str_eq(problem.message, rows[i].message);
        ck_assert_uint_le(problem.end, pattern.n);
        struct str at = {pattern.p + problem.begin, problem.end - problem.begin};
        ck_assert_msg(str_eqz(at, rows[i].at), "%s: at \"%.*s\"", rows[i].pattern, STR_ARG(at));
    }
}
END_TEST

START_TEST(next) {
    static const struct {
        const char *pattern, *from, *next;
    } rows[] = {
        {"* * * * * *", "2026-12-31 23:59:59", "2027-01-01 00:00:00"},
        {"0 3 * * *", "2026-11-22 03:00:00", "2026-11-23 03:00:00"},
        {"0 3 * * *", "2026-11-22 02:59:59", "2026-11-22 03:00:00"},
        {"*/5 * * * *", "2026-11-22 10:02:11", "2026-11-22 10:05:00"},
        {"59 23 L 2 *", "2027-03-01 00:00:00", "2028-02-29 23:59:00"},
        {"0 0 13 * FRI", "2026-11-24 15:32:00", "2027-08-13 00:00:00"}, /* both must match */
        {"0 0 29 2 1", "2026-01-01 00:00:00", "2044-02-29 00:00:00"},
        {"0 0 31 * *", "2026-04-30 23:59:59", "2026-05-31 00:00:00"},
        {"* * * * MON", "2026-11-24 15:30:20", "2026-11-30 00:00:00"},
        {"30 10 12 * * *", "2026-11-22 12:10:29", "2026-11-22 12:10:30"},
        {"30 10 12 * * *", "2026-11-22 12:10:30", "2026-11-23 12:10:30"},
        {"0 30 10,14 * * *", "2026-11-22 10:31:00", "2026-11-22 14:30:00"},
        {"0 0 * JAN 7", "2026-02-01 00:00:00", "2027-01-03 00:00:00"},
        {"0 0 30 2 *", "2026-02-01 00:00:00", NULL},
        {"0 0 31 4 *", "2026-02-01 00:00:00", NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct cron cron = parsed(rows[i].pattern);
        struct civil_time from = time_of(rows[i].from), t = {0};
        ck_assert_int_eq(cron_next(&cron, &from, &t), rows[i].next != NULL);
        char text[80] = "";
        (void)snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d", t.year, t.month, t.day,
                       t.hour, t.minute, t.second);
        if (rows[i].next)
            ck_assert_str_eq(text, rows[i].next);
    }
}
END_TEST

START_TEST(asked) {
    struct cron c = parsed("?,30 ? * * ?");
    struct civil_time now = time_of("2026-11-22 13:05:00"), t;
    cron_settle(&c, &now);
    ck_assert_uint_eq(c.minute, 1u << 5 | 1u << 30);
    ck_assert(cron_next(&c, &now, &t));
    ck_assert_int_eq(t.minute, 30);
    ck_assert_int_eq(t.hour, 13);
    ck_assert_int_eq(t.day, 22);
}
END_TEST

START_TEST(gaps) {
    static const struct {
        const char *pattern;
        int64_t gap_s;
    } rows[] = {
        {"* * * * *", 60},       {"* * * * * *", 1},
        {"*/5 * * * *", 300},    {"0 3 * * *", 86400},
        {"0 3 * * 1", 604800},   {"58,3 * * * *", 300},
        {"*/7 * * * *", 240},    {"0 0 1 * *", 28 * 86400},
        {"59 23,0 * * *", 3600}, {"0 0 29 2 *", 1461LL * 86400},
        {"0 0 30 2 *", 0},       {"0 0,23 * * 1,3", 23 * 3600},
        {"30 0 0 * * *", 86400}, {"0 0 L * *", 28 * 86400},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct cron cron = parsed(rows[i].pattern);
        ck_assert_msg(cron_shortest_gap_s(&cron) == rows[i].gap_s, "%s: %lld", rows[i].pattern,
                      (long long)cron_shortest_gap_s(&cron));
    }
}
END_TEST

Suite *suite_unit_cron(void) {
    Suite *suite = suite_create("unit: cron");
    TCase *tcase = tcase_create("all");
    tcase_add_test(tcase, fields);
    tcase_add_test(tcase, refused);
    tcase_add_test(tcase, next);
    tcase_add_test(tcase, asked);
    tcase_add_test(tcase, gaps);
    suite_add_tcase(suite, tcase);
    return suite;
}
