/* Durations, sizes and signal names: small grammars, each with what it must refuse. */
#include <check.h>

#include "schema/unit/duration.h"
#include "schema/unit/signal_name.h"
#include "schema/unit/size.h"

Suite *suite_unit_duration(void);

static struct arena arena;

static void setup(void) {
    arena_init(&arena, 0);
}

static void teardown(void) {
    arena_done(&arena);
}

static void check_text(struct str got, const char *want) {
    ck_assert_msg(str_eqz(got, want), "got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

START_TEST(duration_reads) {
    static const struct {
        const char *text;
        int64_t ms;
    } good[] = {
        {"500ms", 500},
        {"10s", 10000},
        {"5m", 300000},
        {"2h", 7200000},
        {"1d", 86400000},
        {"1600", 1600},
        {"1.5s", 1500},
        {"0", 0},
        {"0.25h", 900000},
        {"1.50s", 1500},
        {"0.001s", 1},
        {"007s", 7000},
        {"9223372036854775807", INT64_MAX},
    };
    static const char *const bad[] = {"",
                                      "s",
                                      "10 s",
                                      "10S",
                                      "-1s",
                                      "+1s",
                                      "1.5",
                                      ".5s",
                                      "1.s",
                                      "1e3",
                                      "10sec",
                                      "1s2",
                                      "0.0001s",
                                      "9223372036854775808",
                                      "9223372036854775807s",
                                      "1.00000000000000000000s",
                                      " 1s"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        int64_t ms = -1;
        ck_assert_msg(duration_parse(str_of(good[i].text), &ms), "%s", good[i].text);
        ck_assert_int_eq(ms, good[i].ms);
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        int64_t ms = -7;
        ck_assert_msg(!duration_parse(str_of(bad[i]), &ms), "%s", bad[i]);
        ck_assert_int_eq(ms, -7);
    }
}
END_TEST

START_TEST(duration_writes) {
    check_text(duration_text(&arena, 10000), "10s");
    check_text(duration_text(&arena, 1500), "1500ms");
    check_text(duration_text(&arena, 90000), "90s");
    check_text(duration_text(&arena, 36 * 3600000), "36h");
    check_text(duration_text(&arena, 0), "0ms");
    check_text(duration_text(&arena, 172800000), "2d");
    for (int64_t ms = 0; ms < 4000000; ms += 777) {
        int64_t back = -1;
        ck_assert(duration_parse(duration_text(&arena, ms), &back));
        ck_assert_int_eq(back, ms);
    }
}
END_TEST

START_TEST(size_reads) {
    static const struct {
        const char *text;
        int64_t bytes;
    } good[] = {
        {"300M", 300LL << 20}, {"1G", 1LL << 30}, {"512K", 512LL << 10}, {"0", 0}, {"1000", 1000}};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        int64_t bytes = -1;
        ck_assert_msg(size_parse(str_of(good[i].text), &bytes), "%s", good[i].text);
        ck_assert_int_eq(bytes, good[i].bytes);
        ck_assert_int_eq(size_problem(str_of(good[i].text)), SIZE_FINE);
        check_text(size_suggest(&arena, str_of(good[i].text)), good[i].text);
    }
}
END_TEST

START_TEST(size_explains) {
    static const struct {
        const char *text;
        enum size_problem problem;
        const char *suggestion;
    } bad[] = {
        {"", SIZE_EMPTY, ""},
        {"300MB", SIZE_LONG_UNIT, "300M"},
        {"1GiB", SIZE_LONG_UNIT, "1G"},
        {"2gb", SIZE_LONG_UNIT, "2G"},
        {"1.5G", SIZE_FRACTION, "1536M"},
        {"1.50GB", SIZE_FRACTION, "1536M"},
        {"2.0G", SIZE_FRACTION, "2G"},
        {"0.5K", SIZE_FRACTION, "512"},
        {"1.3G", SIZE_FRACTION, "1331M"},
        {"1.6", SIZE_FRACTION, "2"},
        {".5G", SIZE_FRACTION, "512M"},
        {"512m", SIZE_LOWER_UNIT, "512M"},
        {"300 M", SIZE_BLANK, "300M"},
        {" 300M", SIZE_BLANK, "300M"},
        {"100B", SIZE_OTHER_UNIT, "100"},
        {"1T", SIZE_OTHER_UNIT, "1024G"},
        {"1t", SIZE_OTHER_UNIT, "1024G"},
        {"lots", SIZE_GARBAGE, ""},
        {"-1", SIZE_GARBAGE, ""},
        {"80%", SIZE_GARBAGE, ""},
        {"M", SIZE_GARBAGE, ""},
        {"300M\n", SIZE_GARBAGE, ""},
        {"1,5G", SIZE_GARBAGE, ""},
        {"9223372036854775808", SIZE_OVERFLOW, ""},
        {"9000000000G", SIZE_OVERFLOW, ""},
        {"99999999999999999999.5G", SIZE_FRACTION, ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        int64_t bytes = -7;
        ck_assert_msg(!size_parse(str_of(bad[i].text), &bytes), "%s", bad[i].text);
        ck_assert_int_eq(bytes, -7);
        ck_assert_msg(size_problem(str_of(bad[i].text)) == bad[i].problem, "%s: %d", bad[i].text,
                      (int)size_problem(str_of(bad[i].text)));
        check_text(size_suggest(&arena, str_of(bad[i].text)), bad[i].suggestion);
    }
}
END_TEST

START_TEST(size_writes) {
    check_text(size_text(&arena, 1LL << 30), "1G");
    check_text(size_text(&arena, 300LL << 20), "300M");
    check_text(size_text(&arena, 1536LL << 20), "1536M");
    check_text(size_text(&arena, 1000), "1000");
    check_text(size_text(&arena, 0), "0");
    check_text(size_text(&arena, 5LL << 40), "5120G");
    check_text(size_text(&arena, INT64_MAX), "9223372036854775807");
}
END_TEST

START_TEST(signals) {
    static const struct {
        const char *name;
        int number;
    } rows[] = {
        {"SIGTERM", 15}, {"TERM", 15},     {"15", 15},       {"sigint", 2},   {"SIGKILL", 9},
        {"USR2", 12},    {"SIGIOT", 6},    {"SIGRTMIN", 34}, {"RTMIN+3", 37}, {"SIGRTMAX-1", 63},
        {"SIG", 0},      {"", 0},          {"0", 0},         {"65", 0},       {"32", 0},
        {"SIGTERMX", 0}, {"-15", 0},       {"015", 0},       {"RTMIN+", 0},   {"RTMIN+31", 0},
        {"RTMAX+1", 0},  {"SIGSIGINT", 0}, {"RTMIN-1", 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        ck_assert_msg(signal_number(str_of(rows[i].name)) == rows[i].number, "%s: %d", rows[i].name,
                      signal_number(str_of(rows[i].name)));
    check_text(signal_name(&arena, 15), "SIGTERM");
    check_text(signal_name(&arena, 6), "SIGABRT");
    check_text(signal_name(&arena, 33), "");
    check_text(signal_name(&arena, 0), "");
    check_text(signal_name(&arena, 65), "");
    for (int n = SIGNAL_FIRST; n <= SIGNAL_LAST; n++)
        if (n < 32 || n > 33)
            ck_assert_int_eq(signal_number(signal_name(&arena, n)), n);
}
END_TEST

Suite *suite_unit_duration(void) {
    Suite *suite = suite_create("unit: duration, size, signal");
    TCase *tcase = tcase_create("all");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, duration_reads);
    tcase_add_test(tcase, duration_writes);
    tcase_add_test(tcase, size_reads);
    tcase_add_test(tcase, size_explains);
    tcase_add_test(tcase, size_writes);
    tcase_add_test(tcase, signals);
    suite_add_tcase(suite, tcase);
    return suite;
}
