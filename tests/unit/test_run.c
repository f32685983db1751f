/* Running another program and taking what it says. */
#include <check.h>

#include "compiler/run.h"

static struct arena arena;
static struct err err;
static struct run_result result;

static void setup(void) {
    arena_init(&arena, 0);
    err = (struct err){0};
    result = (struct run_result){0};
}

static void teardown(void) {
    arena_done(&arena);
}

static int shell(const char *script, const char *const *extra, size_t limit) {
    const char *argv[] = {"sh", "-c", script, NULL};
    return run_program(&arena, argv, extra, limit, &result, &err);
}

START_TEST(both_streams_and_the_code) {
    ck_assert_int_eq(shell("printf 'a\\0b'; printf 'first\\nsecond\\n' >&2; exit 7", NULL, 100), 0);
    ck_assert_int_eq(result.status, 7);
    ck_assert(str_eq(result.out, STR("a\0b")));
    ck_assert(str_eqz(result.words, "first"));
}
END_TEST

START_TEST(a_lot_on_both) {
    ck_assert_int_eq(shell("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2", NULL, 1 << 20),
                     0);
    ck_assert_uint_eq(result.out.n, 300000);
}
END_TEST

START_TEST(too_much) {
    ck_assert_int_lt(shell("yes", NULL, 1000), 0);
    ck_assert_ptr_nonnull(strstr(err.msg, "more than 1000 bytes"));
}
END_TEST

START_TEST(no_such_program) {
    const char *argv[] = {"no-such-program-anywhere", NULL};
    ck_assert_int_eq(run_program(&arena, argv, NULL, 100, &result, &err), 0);
    ck_assert_int_eq(result.status, 127);
}
END_TEST

START_TEST(a_signal) {
    ck_assert_int_eq(shell("kill -TERM $$", NULL, 100), 0);
    ck_assert_int_eq(result.status, 128 + 15);
}
END_TEST

START_TEST(environment_and_stdin) {
    const char *extra[] = {"HOME=/nowhere", "NEW=1", NULL};
    ck_assert_int_eq(shell("echo $HOME$NEW; cat; env | grep -c ^HOME=", extra, 100), 0);
    ck_assert(str_eqz(result.out, "/nowhere1\n1\n"));
}
END_TEST

Suite *suite_run(void);
Suite *suite_run(void) {
    Suite *s = suite_create("run");
    TCase *t = tcase_create("run");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, both_streams_and_the_code);
    tcase_add_test(t, a_lot_on_both);
    tcase_add_test(t, too_much);
    tcase_add_test(t, no_such_program);
    tcase_add_test(t, a_signal);
    tcase_add_test(t, environment_and_stdin);
    suite_add_tcase(s, t);
    return s;
}
