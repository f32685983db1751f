/* What uses too much memory, and when a failure is tried again. */
#include <check.h>
#include <stdint.h>

#include "runtime/core/renew.h"
#include "schema/base/base.h"

START_TEST(memory) {
    static const struct {
        struct renew_memory memory;
        enum renew_verdict verdict;
    } cases[] = {
        {{50, 0, true, false}, RENEW_LET_BE}, /* no limit */
        {{100, 100, true, false}, RENEW_LET_BE},
        {{101, 100, true, false}, RENEW_ROLL},
        {{101, 100, false, false}, RENEW_RESTART},
        {{900, 100, true, false}, RENEW_ROLL}, /* found just now: tried gently */
        {{101, 100, true, true}, RENEW_ROLL},
        {{200, 100, true, true}, RENEW_ROLL},
        {{201, 100, true, true}, RENEW_RESTART},
        {{90, 100, true, true}, RENEW_LET_BE}, /* it has let go */
        {{INT64_MAX, INT64_MAX - 1, true, true}, RENEW_ROLL},
    };
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++)
        ck_assert_msg(renew_for_memory(&cases[i].memory) == cases[i].verdict, "case %u", i);
}
END_TEST

START_TEST(pauses_grow_to_a_bound) {
    static const int64_t pauses_s[] = {60, 120, 240, 480, 960, 960, 960};
    for (unsigned i = 0; i < ARRAY_LEN(pauses_s); i++)
        ck_assert_int_eq(renew_pause_ms(i + 1, 30000), pauses_s[i] * 1000);
    ck_assert_int_eq(renew_pause_ms(UINT32_MAX, 30000), 960000);
}
END_TEST

Suite *suite_renew(void);
Suite *suite_renew(void) {
    Suite *s = suite_create("runtime: renew");
    TCase *t = tcase_create("renew");
    tcase_add_test(t, memory);
    tcase_add_test(t, pauses_grow_to_a_bound);
    suite_add_tcase(s, t);
    return s;
}
