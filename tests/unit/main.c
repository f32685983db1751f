/* Runs every suite: tests/unit/test_X.c gives suite_X. */
#include <check.h>
#include <stdlib.h>

#define SUITE(name) Suite *suite_##name(void);
#include "suites.inc"
#undef SUITE

int main(void) {
    (void)setenv("CK_DEFAULT_TIMEOUT", "120",
                 0); /* Check's four seconds are few on a busy machine */
    SRunner *runner = srunner_create(suite_create("ecoc and ecort"));
#define SUITE(name) srunner_add_suite(runner, suite_##name());
#include "suites.inc"
#undef SUITE
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
