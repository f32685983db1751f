/* Health: which answers count, when it turns, when it is asked again; and the status line. */
#include <check.h>
#include <string.h>

#include "runtime/core/error_meter.h"
#include "runtime/core/health.h"
#include "runtime/core/http_status.h"

static const struct health_rules rules = {.interval_ms = 10000,
                                          .start_ms = 0,
                                          .ready_ms = 3000,
                                          .unhealthy_after = 3,
                                          .healthy_after = 2};

/* One check after the other: its end, how it was, what it means, the state and the counts then. */
struct check {
    int64_t age_ms;
    bool is_well;
    enum health_turn turn;
    enum health_state state;
    unsigned failed, passed;
    int64_t wait_ms;
};

static void walk(const struct health_rules *r, const struct check *checks, size_t n) {
    struct health health = {.state = HEALTH_STARTING};
    for (size_t i = 0; i < n; i++) {
        const struct check *c = &checks[i];
        ck_assert_msg(health_note(r, &health, c->is_well, c->age_ms) == c->turn, "turn %zu", i);
        ck_assert_msg(health.state == c->state, "state %zu: %d", i, health.state);
        ck_assert_msg(health.failed == c->failed, "failed %zu: %u", i, health.failed);
        ck_assert_msg(health.passed == c->passed, "passed %zu: %u", i, health.passed);
        ck_assert_msg(health_wait_ms(r, &health, c->age_ms) == c->wait_ms, "wait %zu: %lld", i,
                      (long long)health_wait_ms(r, &health, c->age_ms));
    }
}
#define WALK(r, ...)                                                                               \
    do {                                                                                           \
        static const struct check checks[] = {__VA_ARGS__};                                        \
        walk((r), checks, sizeof checks / sizeof *checks);                                         \
    } while (0)

START_TEST(it_comes_up) {
    WALK(&rules, {100, false, HEALTH_STAYS, HEALTH_STARTING, 0, 0, 100},
         {900, false, HEALTH_STAYS, HEALTH_STARTING, 0, 0, 112},
         {2900, true, HEALTH_STAYS, HEALTH_STARTING, 0, 1, 250},
         {2950, true, HEALTH_RECOVERS, HEALTH_HEALTHY, 0, 2, 10000},
         {13000, true, HEALTH_STAYS, HEALTH_HEALTHY, 0, 2, 10000});
}
END_TEST

START_TEST(it_never_does) {
    /* Asked often, but not more than one failure per interval counts. */
    WALK(&rules, {2999, false, HEALTH_STAYS, HEALTH_STARTING, 0, 0, 250},
         {3000, false, HEALTH_STAYS, HEALTH_STARTING, 1, 0, 375},
         {3400, false, HEALTH_STAYS, HEALTH_STARTING, 1, 0, 425},
         {12999, false, HEALTH_STAYS, HEALTH_STARTING, 1, 0, 1624},
         {13000, false, HEALTH_STAYS, HEALTH_STARTING, 2, 0, 1625},
         {23500, false, HEALTH_FALLS_ILL, HEALTH_UNHEALTHY, 3, 0, 10000},
         {33500, false, HEALTH_STAYS, HEALTH_UNHEALTHY, 4, 0, 10000},
         {43500, true, HEALTH_STAYS, HEALTH_UNHEALTHY, 0, 1, 10000},
         {53500, false, HEALTH_STAYS, HEALTH_UNHEALTHY, 1, 0, 10000},
         {63500, true, HEALTH_STAYS, HEALTH_UNHEALTHY, 0, 1, 10000},
         {73500, true, HEALTH_RECOVERS, HEALTH_HEALTHY, 0, 2, 10000});
}
END_TEST

START_TEST(it_falls_ill_by_failures_in_a_row) {
    WALK(&rules, {10, true, HEALTH_STAYS, HEALTH_STARTING, 0, 1, 100},
         {20, true, HEALTH_RECOVERS, HEALTH_HEALTHY, 0, 2, 10000},
         {30, false, HEALTH_STAYS, HEALTH_HEALTHY, 1, 0, 10000},
         {40, false, HEALTH_STAYS, HEALTH_HEALTHY, 2, 0, 10000},
         {50, true, HEALTH_STAYS, HEALTH_HEALTHY, 0, 1, 10000},
         {60, false, HEALTH_STAYS, HEALTH_HEALTHY, 1, 0, 10000},
         {70, false, HEALTH_STAYS, HEALTH_HEALTHY, 2, 0, 10000},
         {80, false, HEALTH_FALLS_ILL, HEALTH_UNHEALTHY, 3, 0, 10000});
}
END_TEST

START_TEST(nothing_counts_within_start_period) {
    struct health_rules r = rules;
    r.start_ms = 60000;
    r.unhealthy_after = r.healthy_after = 1;
    WALK(&r, {50000, false, HEALTH_STAYS, HEALTH_STARTING, 0, 0, 6250},
         {51000, true, HEALTH_RECOVERS, HEALTH_HEALTHY, 0, 1, 10000},
         {59999, false, HEALTH_STAYS, HEALTH_HEALTHY, 0, 0, 10000},
         {60000, false, HEALTH_FALLS_ILL, HEALTH_UNHEALTHY, 1, 0, 10000});
}
END_TEST

START_TEST(no_wait_is_longer_than_the_interval) {
    struct health health = {.state = HEALTH_STARTING};
    struct health_rules r = rules;
    r.interval_ms = 100;
    for (int64_t age = 0; age < 1000000; age += 777)
        ck_assert_int_eq(health_wait_ms(&r, &health, age), 100);
}
END_TEST

START_TEST(it_is_packed) {
    struct health out, in = {HEALTH_UNHEALTHY, 1000, 7, 99};
    ck_assert(health_unpack(health_pack(&in), &out));
    ck_assert_int_eq(out.state, HEALTH_UNHEALTHY);
    ck_assert_int_eq(out.failed, 1000);
    ck_assert_int_eq(out.passed, 7);
    ck_assert(health_unpack(0, &out));
    ck_assert_int_eq(out.state, HEALTH_NONE);
    in.state = HEALTH_STATES;
    ck_assert(!health_unpack(health_pack(&in), &out));
    in = (struct health){HEALTH_HEALTHY, 1001, 0, 0};
    ck_assert(!health_unpack(health_pack(&in), &out));
}
END_TEST

START_TEST(status_lines) {
    static const struct {
        const char *text;
        int status;
    } rows[] = {
        {"", HTTP_STATUS_MORE},
        {"H", HTTP_STATUS_MORE},
        {"HTTP/1.1 20", HTTP_STATUS_MORE},
        {"HTTP/1.1 200", HTTP_STATUS_MORE},
        {"HTTP/1.1 200 ", 200},
        {"HTTP/1.0 404 Not Found\r\n", 404},
        {"HTTP/1.1 204\r\n", 204},
        {"HTTP/1.1 503\n", 503},
        {"HTTP/1.1 999 odd", 999},
        {"HTTP/1.1 099 low", HTTP_STATUS_BAD},
        {"HTTP/1.1 0", HTTP_STATUS_BAD},
        {"HTTP/1.1 2000 ", HTTP_STATUS_BAD},
        {"HTTP/2 200 ", HTTP_STATUS_BAD},
        {"http/1.1 200 ", HTTP_STATUS_BAD},
        {"HTTP/1.1  200", HTTP_STATUS_BAD},
        {"<html>", HTTP_STATUS_BAD},
        {"HTTP/1.1 2x0 ", HTTP_STATUS_BAD},
        {"SSH-2.0-", HTTP_STATUS_BAD},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(http_status_read(str_of(rows[i].text)) == rows[i].status, "%s", rows[i].text);
}
END_TEST

/* In one piece and byte by byte. */
START_TEST(interim_answers_are_passed_over) {
    static const struct {
        const char *text;
        int status;
    } rows[] = {
        {"HTTP/1.1 200 OK\r\n", 200},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n", 200},
        {"HTTP/1.1 100\n\nHTTP/1.1 503\n", 503},
        {"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 \r\n\r\nHTTP/1.1 404 x", 404},
        {"HTTP/1.1 100 Continue\r\n\r\n", HTTP_STATUS_MORE},
        {"HTTP/1.1 103 x\r\nx: HTTP/1.1 200 OK\r\n", HTTP_STATUS_MORE},
        {"HTTP/1.1 103 x\r\n\r\nbody", HTTP_STATUS_BAD},
        {"HTTP/1.1 101 Switching Protocols\r\n\r\n", 101},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str all = str_of(rows[i].text);
        struct http_answer whole = {0}, cut = {0};
        int status = HTTP_STATUS_MORE;
        for (size_t k = 0; k < all.n && status == HTTP_STATUS_MORE; k++)
            status = http_answer_read(&cut, (struct str){all.p + k, 1});
        ck_assert_msg(http_answer_read(&whole, all) == rows[i].status, "%s", rows[i].text);
        ck_assert_msg(status == rows[i].status, "%s", rows[i].text);
    }
}
END_TEST

/* Who sends them without end is not read without end. */
START_TEST(interim_answers_have_an_end) {
    struct http_answer answer = {0};
    int status = HTTP_STATUS_MORE;
    unsigned n = 0;
    for (; n < HTTP_INTERIM_MOST && status == HTTP_STATUS_MORE; n++)
        status = http_answer_read(&answer, STR("HTTP/1.1 102 Processing\r\n\r\n"));
    ck_assert_int_eq(status, HTTP_STATUS_BAD);
    ck_assert_uint_lt(n, HTTP_INTERIM_MOST / 10);
}
END_TEST

START_TEST(errors_within_a_minute) {
    struct error_meter meter = {0};
    int64_t now = INT64_C(1000000007);
    ck_assert(!error_meter_add(&meter, 9, 10, now));
    ck_assert(error_meter_add(&meter, 1, 10, now + 50000));
    ck_assert_uint_eq(error_meter_sum(&meter), 10);
    ck_assert(!error_meter_add(&meter, 100, 10, now + 56000)); /* told just now */
    ck_assert(error_meter_add(&meter, 1, 10, now + 110000));
    for (int i = 2; i < 50; i++) /* nine a minute never are ten */
        ck_assert(!error_meter_add(&meter, 9, 10, now + 60000 * (2 * i + 1)));
    ck_assert_uint_eq(error_meter_sum(&meter), 9);
    ck_assert(!error_meter_add(&meter, 0, 10, now + INT64_C(900000000000)));
    ck_assert_uint_eq(error_meter_sum(&meter), 0);
}
END_TEST

Suite *suite_health(void);
Suite *suite_health(void) {
    Suite *s = suite_create("health");
    TCase *t = tcase_create("health");
    tcase_add_test(t, it_comes_up);
    tcase_add_test(t, it_never_does);
    tcase_add_test(t, it_falls_ill_by_failures_in_a_row);
    tcase_add_test(t, nothing_counts_within_start_period);
    tcase_add_test(t, no_wait_is_longer_than_the_interval);
    tcase_add_test(t, it_is_packed);
    tcase_add_test(t, status_lines);
    tcase_add_test(t, interim_answers_are_passed_over);
    tcase_add_test(t, interim_answers_have_an_end);
    tcase_add_test(t, errors_within_a_minute);
    suite_add_tcase(s, t);
    return s;
}
