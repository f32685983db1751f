/* The heap of timers against a plain list. */
#include <check.h>
#include <stdbool.h>
#include <stdlib.h>

#include "runtime/timers.h"

enum { MANY = 200 };

static struct timer all[MANY];
static unsigned n_fired;
static int64_t last_fired_ms;
static struct timers *current;

static void note(struct timer *timer) {
    ck_assert_int_ge(timer->at_ms, last_fired_ms);
    ck_assert_uint_eq(timer->place, 0);
    last_fired_ms = timer->at_ms;
    n_fired++;
}

static void again(struct timer *timer) {
    n_fired++;
    timer_arm(current, timer, timer->at_ms);
}

START_TEST(fires_in_order) {
    struct timers timers = {0};
    bool armed[MANY] = {0};
    unsigned expected = 0;
    srand(7);
    for (int i = 0; i < MANY; i++) {
        all[i] = (struct timer){.fire = note};
        ck_assert_int_eq(timers_add(&timers), 0);
    }
    for (int i = 0; i < 5000; i++) {
        int k = rand() % MANY;
        armed[k] = rand() % 3 != 0;
        if (armed[k])
            timer_arm(&timers, &all[k], rand() % 1000);
        else
            timer_disarm(&timers, &all[k]);
    }
    int64_t first = -1;
    for (int i = 0; i < MANY; i++) {
        ck_assert_int_eq(armed[i], all[i].place != 0);
        if (armed[i] && (first < 0 || all[i].at_ms < first))
            first = all[i].at_ms;
        expected += armed[i] && all[i].at_ms <= 500;
    }
    ck_assert_int_eq(timers_wait_ms(&timers, 0), first);
    timers_fire(&timers, 500);
    ck_assert_uint_eq(n_fired, expected);
    timers_fire(&timers, 5000);
    ck_assert_int_eq(timers_wait_ms(&timers, 0), -1);
    timers_done(&timers);
}
END_TEST

START_TEST(a_timer_that_rearms_itself_does_not_hold_the_loop) {
    struct timers timers = {0};
    struct timer timer = {.fire = again};
    current = &timers;
    ck_assert_int_eq(timers_add(&timers), 0);
    timer_arm(&timers, &timer, 10);
    timers_fire(&timers, 10);
    ck_assert_uint_eq(n_fired, 1);
    ck_assert_int_eq(timers_wait_ms(&timers, 10), 0);
    timers_done(&timers);
}
END_TEST

Suite *suite_timers(void);
Suite *suite_timers(void) {
    Suite *suite = suite_create("timers");
    TCase *tcase = tcase_create("heap");
    tcase_add_test(tcase, fires_in_order);
    tcase_add_test(tcase, a_timer_that_rearms_itself_does_not_hold_the_loop);
    suite_add_tcase(suite, tcase);
    return suite;
}
