/* Who gets the next connection. */
#include <check.h>

#include "runtime/cluster/balance.h"
#include "schema/base/base.h"

/* "o" open with room, "b" open without room, "r" open and has refused, "." not open; ids from 1. */
static size_t rows_of(const char *plan, const unsigned *epochs, struct balance_row *rows) {
    size_t n = 0;
    for (; plan[n]; n++)
        rows[n] = (struct balance_row){.id = (unsigned)n + 1,
                                       .epoch = epochs ? epochs[n] : 0,
                                       .is_open = plan[n] != '.',
                                       .has_room = plan[n] != 'b',
                                       .has_refused = plan[n] == 'r'};
    return n;
}

static int choose(const char *plan, const unsigned *epochs, unsigned last_id) {
    struct balance_row rows[16];
    size_t n = rows_of(plan, epochs, rows), at = 99;
    enum balance_verdict verdict = balance_choose(rows, n, last_id, &at);
    if (verdict == BALANCE_GIVE)
        return (int)rows[at].id;
    return verdict == BALANCE_WAIT ? 0 : -1;
}

START_TEST(goes_round) {
    unsigned last = 0;
    int given[4] = {0};
    for (int i = 0; i < 40; i++) {
        int id = choose("oooo", NULL, last);
        ck_assert_int_eq(id, (int)(last % 4) + 1);
        given[id - 1]++;
        last = (unsigned)id;
    }
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(given[i], 10);
}
END_TEST

START_TEST(passes_over_who_hangs_or_is_not_there) {
    ck_assert_int_eq(choose("obbo", NULL, 1), 4);
    ck_assert_int_eq(choose("o..o", NULL, 1), 4);
    ck_assert_int_eq(choose("bbbo", NULL, 4), 4);
    ck_assert_int_eq(choose("oo", NULL, 77), 1); /* who had the last one is gone */
}
END_TEST

START_TEST(waits_and_closes) {
    ck_assert_int_eq(choose("", NULL, 0), 0);
    ck_assert_int_eq(choose("....", NULL, 0), 0);
    ck_assert_int_eq(choose("bb", NULL, 0), 0);
    ck_assert_int_eq(choose("rb", NULL, 0), 0);
    ck_assert_int_eq(choose("rr", NULL, 0), -1);
    ck_assert_int_eq(choose("r.", NULL, 0), -1);
    ck_assert_int_eq(choose("ro", NULL, 1), 2);
}
END_TEST

START_TEST(prefers_the_newest_epoch_that_can) {
    static const unsigned epochs[] = {0, 0, 1, 1};
    ck_assert_int_eq(choose("oooo", epochs, 3), 4);
    ck_assert_int_eq(choose("oooo", epochs, 4), 3);
    ck_assert_int_eq(choose("oobb", epochs, 0), 0); /* it waits for the new ones */
    ck_assert_int_eq(choose("oo..", epochs, 1), 2); /* none of them is there yet */
    ck_assert_int_eq(choose("oorr", epochs, 0), 1); /* they do not want it */
}
END_TEST

Suite *suite_balance(void);
Suite *suite_balance(void) {
    Suite *suite = suite_create("balance");
    TCase *tcase = tcase_create("choose");
    tcase_add_test(tcase, goes_round);
    tcase_add_test(tcase, passes_over_who_hangs_or_is_not_there);
    tcase_add_test(tcase, waits_and_closes);
    tcase_add_test(tcase, prefers_the_newest_epoch_that_can);
    suite_add_tcase(suite, tcase);
    return suite;
}
