/* Giving memory back, and living on. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/os/memory.h"

/* Pages of files that are in our memory. */
static long file_pages(void) {
    long total, resident, shared = -1;
    FILE *f = fopen("/proc/self/statm", "re");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(fscanf(f, "%ld %ld %ld", &total, &resident, &shared), 3);
    (void)fclose(f);
    return shared;
}

START_TEST(what_is_given_back_comes_back_when_needed) {
    char *text = strdup("kept");
    long before = file_pages();
    os_memory_trim();
    long after = file_pages();
    ck_assert_int_lt(after, before);
    ck_assert_str_eq(text, "kept");
    os_memory_trim(); /* again, with little left */
    free(text);
}
END_TEST

Suite *suite_memory(void);
Suite *suite_memory(void) {
    Suite *suite = suite_create("memory");
    TCase *tcase = tcase_create("memory");
    tcase_add_test(tcase, what_is_given_back_comes_back_when_needed);
    suite_add_tcase(suite, tcase);
    return suite;
}
