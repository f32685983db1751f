/* Date formats and spelling help. The texts were confirmed with day.js. */
#include <check.h>

#include "schema/unit/date_format.h"
#include "schema/unit/did_you_mean.h"

Suite *suite_unit_date_format(void);

static struct arena arena;

static void setup(void) {
    arena_init(&arena, 0);
}

static void teardown(void) {
    arena_done(&arena);
}

static const struct date_parts afternoon = {
    .year = 2026,
    .month = 11,
    .day = 2,
    .weekday = 1,
    .hour = 15,
    .minute = 4,
    .second = 5,
    .ms = 6,
    .utc_offset_min = -210,
    .epoch_ms = 1793647445006,
};

START_TEST(writes) {
    static const struct {
        const char *format, *text;
    } rows[] = {
        {"YYYY-MM-DDTHH:mm:ss.SSSZ", "2026-11-02T15:04:05.006-03:30"},
        {"YY M D d H h m s", "26 11 2 1 15 3 4 5"},
        {"MMMM MMM dddd ddd dd", "November Nov Monday Mon Mo"},
        {"hh:mm A a ZZ", "03:04 PM pm -0330"},
        {"Do X x", "2nd 1793647445 1793647445006"},
        {"[YYYY] [at] HH", "YYYY at 15"},
        {"[] [HH", "[] [15"},
        {"DDo DDDo YYYYY", "22nd 022nd 2026Y"},
        {"SS S", "SS S"},
        {"", ""},
        {"\x01\x1f\x7f", "\x01\x1f\x7f"},
        {"ddddd mmm sss ZZZ", "Monday1 044 055 -0330-03:30"},
        {"\xc3\xa9H", "\xc3\xa9"
                      "15"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char out[128];
        struct str program = date_format_compile(&arena, str_of(rows[i].format));
        ck_assert(date_format_is_valid(program.p));
        ck_assert_uint_eq(strlen(program.p), program.n);
        size_t n = date_format_write(program.p, &afternoon, out, sizeof out);
        ck_assert_str_eq(out, rows[i].text);
        ck_assert_uint_eq(n, strlen(rows[i].text));
    }
}
END_TEST

START_TEST(cuts) {
    struct str program = date_format_compile(&arena, STR("YYYY-MM"));
    char out[8];
    for (size_t cap = 1; cap <= sizeof out; cap++) {
        memset(out, '#', sizeof out);
        ck_assert_uint_eq(date_format_write(program.p, &afternoon, out, cap), 7);
        ck_assert_uint_eq(strlen(out), cap - 1);
        ck_assert(strncmp(out, "2026-11", cap - 1) == 0);
    }
}
END_TEST

START_TEST(ordinals) {
    static const struct {
        int day;
        const char *text;
    } rows[] = {{1, "1st"},   {3, "3rd"},   {4, "4th"},   {11, "11th"}, {12, "12th"}, {13, "13th"},
                {20, "20th"}, {21, "21st"}, {22, "22nd"}, {23, "23rd"}, {30, "30th"}, {31, "31st"}};
    struct str program = date_format_compile(&arena, STR("Do"));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct date_parts parts = afternoon;
        char out[16];
        parts.day = rows[i].day;
        (void)date_format_write(program.p, &parts, out, sizeof out);
        ck_assert_str_eq(out, rows[i].text);
    }
}
END_TEST

START_TEST(validity) {
    ck_assert(date_format_is_valid("plain \x01\x02"));
    ck_assert(date_format_is_valid("\x1f\x1e"));
    ck_assert(!date_format_is_valid("\x1f"));
    ck_assert(!date_format_is_valid("a\x1e"));
}
END_TEST

START_TEST(doubts) {
    static const struct {
        const char *format;
        enum date_format_doubt doubt;
        const char *at;
    } rows[] = {
        {"YYYY-MM-DDTHH:mm:ss", DATE_FORMAT_FINE, ""},
        {"YYYY-MM-DD HH:mm:ss.SSS Z", DATE_FORMAT_FINE, ""},
        {"hh:mm A", DATE_FORMAT_FINE, ""},
        {"YYYY MMMM D, dddd [o'clock]", DATE_FORMAT_FINE, ""},
        {"DD-MM-YYYY hh:mm", DATE_FORMAT_HOUR12, "hh"},
        {"HH:MM:ss", DATE_FORMAT_MONTH_AS_MINUTE, "MM"},
        {"YYYY-mm-DD", DATE_FORMAT_MINUTE_AS_MONTH, "mm"},
        {"YYYY-MM-dd", DATE_FORMAT_WEEKDAY_AS_DAY, "dd"},
        {"MMM Do", DATE_FORMAT_PLUGIN, "Do"},
        {"x", DATE_FORMAT_PLUGIN, "x"},
        {"yyyy-MM", DATE_FORMAT_LETTER, "yyyy"},
        {"HH:mm UTC", DATE_FORMAT_LETTER, "UTC"},
        {"YYYYTHH", DATE_FORMAT_LETTER, "T"},
        {"YYYY-MM-DD_HH:mm", DATE_FORMAT_FINE, ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t begin = 0, end = 0;
        struct str fmt = str_of(rows[i].format);
        enum date_format_doubt doubt = date_format_suspicious(fmt, &begin, &end);
        ck_assert_msg(doubt == rows[i].doubt, "%s: %d", rows[i].format, (int)doubt);
        struct str at = {fmt.p + begin, end - begin};
        if (doubt != DATE_FORMAT_FINE)
            ck_assert_msg(str_eqz(at, rows[i].at), "%s: \"%.*s\"", rows[i].format, STR_ARG(at));
    }
}
END_TEST

START_TEST(distances) {
    ck_assert_uint_eq(edit_distance(STR("kitten"), STR("sitting"), 9), 3);
    ck_assert_uint_eq(edit_distance(STR("ab"), STR("ba"), 9), 1);
    ck_assert_uint_eq(edit_distance(STR(""), STR("abc"), 9), 3);
    ck_assert_uint_eq(edit_distance(STR("abc"), STR(""), 2), 3);
    ck_assert_uint_eq(edit_distance(STR("same"), STR("same"), 0), 0);
    ck_assert_uint_eq(edit_distance(STR("kitten"), STR("sitting"), 2), 3);
    ck_assert_uint_eq(edit_distance(STR("wate_ready"), STR("wait_ready"), 3), 2);
    char many[65];
    memset(many, 'a', sizeof many);
    ck_assert_uint_eq(edit_distance((struct str){many, 65}, STR("a"), 4), 5);
    ck_assert_uint_eq(edit_distance((struct str){many, 64}, (struct str){many, 63}, 4), 1);
}
END_TEST

START_TEST(suggestions) {
    const struct str words[] = {STR("instances"), STR("instance_var"), STR("name"),
                                STR("wait_ready")};
    const size_t n = ARRAY_LEN(words);
    ck_assert_uint_eq(did_you_mean(STR("instance"), words, n), 0);
    ck_assert_uint_eq(did_you_mean(STR("wate_ready"), words, n), 3);
    ck_assert_uint_eq(did_you_mean(STR("WAIT_READY"), words, n), 3);
    ck_assert_uint_eq(did_you_mean(STR("nmae"), words, n), 2);
    ck_assert_uint_eq(did_you_mean(STR("nxyz"), words, n), n);
    ck_assert_uint_eq(did_you_mean(STR("x"), words, n), n);
    ck_assert_uint_eq(did_you_mean(STR(""), words, n), n);
}
END_TEST

Suite *suite_unit_date_format(void) {
    Suite *suite = suite_create("unit: date format, did you mean");
    TCase *tcase = tcase_create("all");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, writes);
    tcase_add_test(tcase, cuts);
    tcase_add_test(tcase, ordinals);
    tcase_add_test(tcase, validity);
    tcase_add_test(tcase, doubts);
    tcase_add_test(tcase, distances);
    tcase_add_test(tcase, suggestions);
    suite_add_tcase(suite, tcase);
    return suite;
}
