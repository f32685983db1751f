/* What the keeper keeps: replaced, dropped, swept, and passed on to another program. */
#include <check.h>
#include <fcntl.h>
#include <unistd.h>

#include "runtime/keeper_table.h"

static int some_fd(void) {
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    return fd;
}

static bool is_open(int fd) {
    return fcntl(fd, F_GETFD) >= 0;
}

static int find(const struct keeper_table *table, uint64_t key) {
    for (unsigned i = 0; i < table->n_fds; i++)
        if (table->fds[i].key == key)
            return table->fds[i].fd;
    return -1;
}

START_TEST(what_replaces_closes_what_was_there) {
    struct keeper_table table;
    keeper_table_init(&table);
    int a = some_fd(), b = some_fd();
    keeper_table_hold(&table, 7, a);
    keeper_table_hold(&table, 7, b);
    ck_assert(!is_open(a));
    ck_assert_int_eq(find(&table, 7), b);
    keeper_table_drop(&table, 8);
    keeper_table_drop(&table, 7);
    ck_assert(!is_open(b));
    keeper_table_done(&table);
}
END_TEST

/* Names 10 to 13 are there, then all is told again but for 11 and 13, and with 14. */
START_TEST(what_is_not_named_again_is_swept) {
    struct keeper_table table;
    int fds[5], again;
    keeper_table_init(&table);
    int own = some_fd();
    keeper_table_hold(&table, 1, own);
    for (unsigned i = 0; i < 4; i++)
        keeper_table_hold(&table, 10 + i, fds[i] = some_fd());
    keeper_table_mark(&table, 10);
    keeper_table_hold(&table, 12, again = some_fd());
    keeper_table_hold(&table, 14, fds[4] = some_fd());
    ck_assert(is_open(fds[1])); /* nothing goes before all is told */
    /* Told again from the beginning: the first time was not to its end. */
    keeper_table_mark(&table, 10);
    int a = some_fd(), c = some_fd(), e = some_fd();
    keeper_table_hold(&table, 10, a);
    keeper_table_hold(&table, 12, c);
    keeper_table_hold(&table, 14, e);
    keeper_table_sweep(&table);
    ck_assert(!is_open(fds[1]) && !is_open(fds[3]));
    ck_assert_uint_eq(table.n_fds, 4);
    ck_assert_int_eq(find(&table, 1), own);
    ck_assert_int_eq(find(&table, 10), a);
    ck_assert_int_eq(find(&table, 12), c);
    ck_assert_int_eq(find(&table, 14), e);
    keeper_table_sweep(&table);
    ck_assert_uint_eq(table.n_fds, 4);
    keeper_table_done(&table);
    ck_assert(!is_open(own) && !is_open(a));
}
END_TEST

START_TEST(ends_are_forgotten_in_order) {
    struct keeper_table table;
    keeper_table_init(&table);
    for (pid_t pid = 100; pid < 140; pid++)
        ck_assert(keeper_table_note_exit(&table, pid, (int)pid));
    table.n_told = 30;
    keeper_table_seen_exit(&table, 135); /* not told yet */
    ck_assert_uint_eq(table.n_exits, 40);
    keeper_table_seen_exit(&table, 109);
    ck_assert_uint_eq(table.n_exits, 30);
    ck_assert_uint_eq(table.n_told, 20);
    ck_assert_int_eq(table.exits[0].pid, 110);
    keeper_table_done(&table);
}
END_TEST

START_TEST(another_program_takes_it_up) {
    struct keeper_table table, next;
    struct err err = {0};
    keeper_table_init(&table);
    int a = some_fd(), b = some_fd();
    keeper_table_hold(&table, 7, a);
    keeper_table_hold(&table, 9, b);
    ck_assert(keeper_table_note_exit(&table, 4711, 9));
    table.old_program_fd = some_fd();
    int fd = keeper_table_write(&table);
    ck_assert_int_ge(fd, 0);
    keeper_table_set_inherited(&table, true);
    ck_assert_int_eq(fcntl(a, F_GETFD) & FD_CLOEXEC, 0);
    keeper_table_init(&next);
    ck_assert_int_eq(keeper_table_read(&next, fd, &err), 0);
    ck_assert(!is_open(fd));
    ck_assert_int_ne(fcntl(a, F_GETFD) & FD_CLOEXEC, 0);
    ck_assert_int_eq(find(&next, 9), b);
    ck_assert_int_eq(next.exits[0].pid, 4711);
    ck_assert_int_eq(next.old_program_fd, table.old_program_fd);
    keeper_table_done(&next);
    table.n_fds = 0; /* they were next's */
    table.old_program_fd = -1;
    keeper_table_done(&table);
    int rubbish = some_fd();
    ck_assert_int_eq(keeper_table_read(&table, rubbish, &err), -1);
    (void)close(rubbish);
}
END_TEST

Suite *suite_keeper_table(void);
Suite *suite_keeper_table(void) {
    Suite *s = suite_create("keeper_table");
    TCase *t = tcase_create("table");
    tcase_add_test(t, what_replaces_closes_what_was_there);
    tcase_add_test(t, what_is_not_named_again_is_swept);
    tcase_add_test(t, ends_are_forgotten_in_order);
    tcase_add_test(t, another_program_takes_it_up);
    suite_add_tcase(s, t);
    return s;
}
