/* The restart policy, number by number. */
#include <check.h>

#include "runtime/core/policy.h"

static const struct policy plain = {.autorestart = true, .max_restarts = 3, .min_uptime_ms = 1000};

static struct policy_answer ended(const struct policy *p, struct policy_past *past, int code,
                                  int64_t uptime_ms) {
    struct policy_exit exit = {.number = code, .uptime_ms = uptime_ms};
    return policy_after_exit(p, &exit, past);
}

START_TEST(max_restarts_in_a_row_then_errored) {
    struct policy_past past = {0};
    for (int i = 1; i <= 3; i++) {
        struct policy_answer a = ended(&plain, &past, 1, 999);
        ck_assert_int_eq(a.verdict, POLICY_RETRY);
        ck_assert(a.is_unstable);
        ck_assert_int_eq(past.unstable, i);
    }
    ck_assert_int_eq(ended(&plain, &past, 1, 999).verdict, POLICY_OVER_LIMIT);
}
END_TEST

START_TEST(a_stable_run_clears_the_count) {
    struct policy_past past = {0};
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 3; i++)
            ck_assert_int_eq(ended(&plain, &past, 1, 5).verdict, POLICY_RETRY);
        ck_assert_int_eq(ended(&plain, &past, 1, 1000).verdict, POLICY_RETRY);
        ck_assert_int_eq(past.unstable, 0);
    }
}
END_TEST

START_TEST(the_budget_works_after_days) {
    struct policy_past past = {0};
    ck_assert_int_eq(ended(&plain, &past, 1, INT64_C(9) * 24 * 3600 * 1000).verdict, POLICY_RETRY);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(ended(&plain, &past, 1, 5).verdict, POLICY_RETRY);
    ck_assert_int_eq(ended(&plain, &past, 1, 5).verdict, POLICY_OVER_LIMIT);
}
END_TEST

START_TEST(max_restarts_0_never_restarts_an_unstable_run) {
    struct policy p = plain;
    struct policy_past past = {0};
    p.max_restarts = 0;
    ck_assert_int_eq(ended(&p, &past, 0, 10).verdict, POLICY_OVER_LIMIT);
    past = (struct policy_past){0};
    ck_assert_int_eq(ended(&p, &past, 0, 2000).verdict, POLICY_RETRY);
}
END_TEST

START_TEST(min_uptime_0_has_no_unstable_runs) {
    struct policy p = plain;
    struct policy_past past = {0};
    p.min_uptime_ms = 0;
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(ended(&p, &past, 1, 0).verdict, POLICY_RETRY);
    ck_assert_int_eq(ended(&p, &past, 1, 0).delay_ms, 100); /* but does not spin */
    ck_assert_int_eq(ended(&p, &past, 1, 50).delay_ms, 0);
}
END_TEST

START_TEST(stop_codes_are_codes_not_signals) {
    static const uint32_t codes[] = {0, 143};
    struct policy p = plain;
    struct policy_past past = {0};
    p.stop_codes = codes;
    p.n_stop_codes = 2;
    ck_assert_int_eq(ended(&p, &past, 0, 5000).verdict, POLICY_FINAL);
    ck_assert_int_eq(ended(&p, &past, 143, 5000).verdict, POLICY_FINAL);
    ck_assert_int_eq(ended(&p, &past, 1, 5000).verdict, POLICY_RETRY);
    struct policy_exit killed = {.by_signal = true, .number = 9, .uptime_ms = 5000};
    ck_assert_int_eq(policy_after_exit(&p, &killed, &past).verdict, POLICY_RETRY);
    killed.number = 0;
    ck_assert_int_eq(policy_after_exit(&p, &killed, &past).verdict, POLICY_RETRY);
}
END_TEST

START_TEST(autorestart_false_stays_stopped) {
    struct policy p = plain;
    struct policy_past past = {0};
    p.autorestart = false;
    for (int i = 0; i < 9; i++)
        ck_assert_int_eq(ended(&p, &past, 1, 1).verdict, POLICY_FINAL);
}
END_TEST

START_TEST(backoff_grows_by_half) {
    static const int64_t expected[] = {100,  150,  225,  337,  505,   757,   1135, 1702,
                                       2553, 3829, 5743, 8614, 12921, 15000, 15000};
    struct policy p = plain;
    struct policy_past past = {0};
    p.exp_backoff_ms = 100;
    p.max_restarts = 100;
    p.restart_delay_ms = 9; /* replaced */
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        ck_assert_int_eq(ended(&p, &past, 1, 1500).delay_ms, expected[i]);
    ck_assert_int_eq(ended(&p, &past, 1, 29999).delay_ms, 15000);
    ck_assert_int_eq(ended(&p, &past, 1, 30000).delay_ms, 100);
}
END_TEST

START_TEST(hasty_runs_get_a_least_delay) {
    static const int64_t expected[] = {0, 0, 0, 10, 20, 40, 80, 100, 100};
    struct policy p = plain;
    struct policy_past past = {0};
    p.max_restarts = 100;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        ck_assert_int_eq(ended(&p, &past, 1, 3).delay_ms, expected[i]);
    ck_assert_int_eq(ended(&p, &past, 1, 1000).delay_ms, 0);
    p.restart_delay_ms = 500;
    ck_assert_int_eq(ended(&p, &past, 1, 3).delay_ms, 500);
}
END_TEST

START_TEST(waits_for_the_system_are_bounded) {
    ck_assert_int_eq(policy_busy_delay_ms(1), 50);
    ck_assert_int_eq(policy_busy_delay_ms(2), 100);
    ck_assert_int_eq(policy_busy_delay_ms(4000000000U), 5000);
    ck_assert_int_eq(policy_sweep_delay_ms(1), 5);
    ck_assert_int_eq(policy_sweep_delay_ms(100), 500);
}
END_TEST

Suite *suite_policy(void);
Suite *suite_policy(void) {
    Suite *suite = suite_create("restart policy");
    TCase *tcase = tcase_create("exits");
    tcase_add_test(tcase, max_restarts_in_a_row_then_errored);
    tcase_add_test(tcase, a_stable_run_clears_the_count);
    tcase_add_test(tcase, the_budget_works_after_days);
    tcase_add_test(tcase, max_restarts_0_never_restarts_an_unstable_run);
    tcase_add_test(tcase, min_uptime_0_has_no_unstable_runs);
    tcase_add_test(tcase, stop_codes_are_codes_not_signals);
    tcase_add_test(tcase, autorestart_false_stays_stopped);
    tcase_add_test(tcase, backoff_grows_by_half);
    tcase_add_test(tcase, hasty_runs_get_a_least_delay);
    tcase_add_test(tcase, waits_for_the_system_are_bounded);
    suite_add_tcase(suite, tcase);
    return suite;
}
