/* The arena: zeroed, aligned, and nothing lost beside what is big. */
#include <check.h>
#include <stdint.h>

#include "schema/base/arena.h"

static void all_zero(const char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq(p[i], 0);
}

START_TEST(big_ones_stand_apart) {
    enum { SMALL = 100, BIG = 48 * 1024 };
    struct arena a;
    arena_init_may_fail(&a, 0);
    char *first = arena_alloc(&a, SMALL), *big = arena_alloc(&a, BIG),
         *second = arena_alloc(&a, SMALL);
    ck_assert_ptr_nonnull(big);
    ck_assert_int_eq(second - first, 112);
    all_zero(big, BIG);
    memset(big, 1, BIG);
    memset(first, 1, SMALL);
    all_zero(second, SMALL);
    size_t used = a.used_bytes;
    ck_assert_uint_le(used, BIG + 17 * 1024);
    for (int i = 0; i < 200; i++) /* more than is left of the first chunk */
        ck_assert_ptr_nonnull(arena_alloc(&a, SMALL));
    ck_assert_uint_le(a.used_bytes - used, 32 * 1024);
    arena_done(&a);
    ck_assert_uint_eq(a.used_bytes, 0);
}
END_TEST

START_TEST(a_big_one_may_be_the_first) {
    struct arena a, b;
    arena_init_may_fail(&a, 0);
    arena_init_may_fail(&b, 0);
    char *big = arena_alloc(&a, 1024 * 1024), *small = arena_alloc(&a, 1);
    ck_assert_uint_eq((uintptr_t)big % 16, 0);
    ck_assert_uint_eq((uintptr_t)small % 16, 0);
    (void)arena_cstr(&b, STR("theirs"));
    char *theirs = arena_alloc(&b, 64 * 1024);
    size_t used = a.used_bytes + b.used_bytes;
    arena_adopt(&a, &b);
    memset(theirs, 1, 64 * 1024); /* it is a's now */
    ck_assert_uint_eq(a.used_bytes, used);
    ck_assert_int_eq((char *)arena_alloc(&a, 1) - small, 16);
    arena_done(&b);
    arena_done(&a);
}
END_TEST

START_TEST(over_the_limit_there_is_none) {
    struct arena a;
    arena_init_may_fail(&a, 64 * 1024);
    ck_assert_ptr_nonnull(arena_alloc(&a, 1));
    ck_assert_ptr_null(arena_alloc(&a, 48 * 1024)); /* with its head it is too much */
    ck_assert_ptr_nonnull(arena_alloc(&a, 32 * 1024));
    ck_assert_ptr_null(arena_alloc(&a, SIZE_MAX));
    ck_assert_ptr_nonnull(arena_alloc(&a, 1)); /* there is room yet */
    arena_done(&a);
}
END_TEST

Suite *suite_arena(void);
Suite *suite_arena(void) {
    Suite *s = suite_create("arena");
    TCase *t = tcase_create("arena");
    tcase_add_test(t, big_ones_stand_apart);
    tcase_add_test(t, a_big_one_may_be_the_first);
    tcase_add_test(t, over_the_limit_there_is_none);
    suite_add_tcase(s, t);
    return s;
}
