/* Reading histories: tails, rotated files, order. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/cli/cli_history.h"
#include "runtime/logs/log_gzip.h"
#include "schema/base/buf.h"
#include "schema/unit/date_format.h"

static struct arena texts;
static char dir[64];

static void set_up(void) {
    arena_init(&texts, 0);
    (void)setenv("TZ", "UTC", 1);
    (void)strcpy(dir, "/tmp/ecort-history-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void tear_down(void) {
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", dir);
    ck_assert_int_eq(system(command), 0);
    arena_done(&texts);
}

static const char *program(const char *format) {
    return date_format_compile(&texts, str_of(format)).p;
}

static const char *in_dir(const char *name) {
    return arena_fmt(&texts, "%s/%s", dir, name).p;
}

static void write_file(const char *name, const char *text, int64_t time_s) {
    const struct timespec times[2] = {{time_s, 0}, {time_s, 0}};
    FILE *f = fopen(in_dir(name), "wb");
    ck_assert_ptr_nonnull(f);
    (void)fputs(text, f);
    (void)fclose(f);
    ck_assert_int_eq(utimensat(AT_FDCWD, in_dir(name), times, 0), 0);
}

/* The messages, each with '|' behind. */
static const char *read_all(struct cli_log *logs, unsigned n, size_t lines) {
    struct cli_history history;
    struct buf out = {0};
    ck_assert_int_eq(cli_history_read(&texts, logs, n, lines, &history), 0);
    for (size_t i = 0; i < history.n; i++) {
        buf_str(&out, history.list[i].message);
        buf_char(&out, '|');
    }
    buf_char(&out, 0);
    const char *text = arena_cstr(&texts, (struct str){out.p, out.n - 1});
    buf_done(&out);
    return text;
}

START_TEST(the_last_lines) {
    struct cli_log log = {.path = in_dir("x.log")};
    ck_assert_str_eq(read_all(&log, 1, 10), ""); /* there is none */
    write_file("x.log", "a\n\nb\nc\nbegun", 1);
    ck_assert_str_eq(read_all(&log, 1, 10), "a||b|c|");
    ck_assert(str_eqz(log.begun, "begun"));
    ck_assert_str_eq(read_all(&log, 1, 3), "|b|c|");
    ck_assert_str_eq(read_all(&log, 1, 0), "");
    ck_assert(str_eqz(log.begun, "begun"));
    write_file("x.log", "", 1);
    ck_assert_str_eq(read_all(&log, 1, 10), "");
    ck_assert_uint_eq(log.begun.n, 0);
    log.path = dir;
    ck_assert_str_eq(read_all(&log, 1, 10), "");
}
END_TEST

/* Lines that lie over the blocks in which files are read. */
START_TEST(long_lines) {
    static char text[300001];
    struct cli_log log = {.path = in_dir("x.log")};
    struct cli_history history;
    for (size_t i = 0; i < 300000; i++)
        text[i] = i % 100000 == 99999 ? '\n' : 'x';
    write_file("x.log", text, 1);
    ck_assert_int_eq(cli_history_read(&texts, &log, 1, 2, &history), 0);
    ck_assert_uint_eq(history.n, 2);
    ck_assert_uint_eq(history.list[0].message.n, 99999);
    text[65535] = '\n'; /* a line end as the last byte of a block, and of the next */
    text[300000 - 65536] = '\n';
    write_file("x.log", text, 1);
    ck_assert_int_eq(cli_history_read(&texts, &log, 1, 2, &history), 0);
    ck_assert_uint_eq(history.n, 2);
    ck_assert_uint_eq(history.list[1].message.n, 65534);
    ck_assert_uint_eq(history.list[0].message.n, 34464);
}
END_TEST

static void identify(struct cli_log *log, const char *name, int64_t end) {
    struct stat st;
    ck_assert_int_eq(stat(in_dir(name), &st), 0);
    log->has_end = true;
    log->dev = st.st_dev;
    log->ino = st.st_ino;
    log->end = end;
}

START_TEST(rotated_files_too) {
    struct cli_log log = {.path = in_dir("x.log"), .rotated = program("YYYY")};
    struct err err;
    write_file("x.log", "7\n8\n", 30);
    write_file("x__2001.log", "4\n5\n6\n", 20);
    write_file("plain", "1\n2\n3\n", 10);
    ck_assert_int_eq(log_gzip_file(in_dir("plain"), in_dir("x__2000.log.gz"), &err), 0);
    write_file("x__errors.log", "no\n", 15);
    ck_assert_str_eq(read_all(&log, 1, 2), "7|8|");
    ck_assert_str_eq(read_all(&log, 1, 4), "5|6|7|8|");
    ck_assert_str_eq(read_all(&log, 1, 6), "3|4|5|6|7|8|");
    ck_assert_str_eq(read_all(&log, 1, 99), "1|2|3|4|5|6|7|8|");
    /* What came after a moment is left to who tells it live: in the file, and where it was rotated
     * since. */
    identify(&log, "x.log", 2);
    ck_assert_str_eq(read_all(&log, 1, 3), "5|6|7|");
    identify(&log, "x__2001.log", 4);
    ck_assert_str_eq(read_all(&log, 1, 3), "3|4|5|");
    identify(&log, "x__2001.log", 3);
    ck_assert_str_eq(read_all(&log, 1, 2), "3|4|");
    ck_assert(str_eqz(log.begun, "5"));
}
END_TEST

START_TEST(in_the_order_of_time) {
    struct cli_log logs[] = {
        {.path = in_dir("a.log"), .stamp = program("YYYY-MM-DD HH:mm:ss")},
        {.path = in_dir("b.log"), .is_json = true},
        {.path = in_dir("c.log")},
        {.path = in_dir("d.log"), .is_json = true, .stamp = program("x")},
    };
    write_file("a.log",
               "  at old\n2023-11-14 22:13:20: a1\n  at x\n2023-11-14 22:13:19: a2\n"
               "2023-11-14 22:13:25: a3\n",
               0);
    write_file("b.log",
               "{\"message\":\"b1\",\"timestamp\":\"2023-11-14T22:13:20.500Z\"}\n"
               "no JSON\n"
               "{\"message\":\"b2\",\"timestamp\":\"2023-11-14T22:13:26.000Z\"}\n",
               0);
    write_file("c.log", "c1\nc2\n", 1700000005);
    write_file("d.log", "{\"message\":\"d1\",\"timestamp\":\"1700000004999\"}\n", 0);
    ck_assert_str_eq(read_all(logs, 4, 10), "  at old|a1|  at x|a2|b1|no JSON|d1|a3|c1|c2|b2|");
}
END_TEST

START_TEST(entries) {
    struct cli_log stamped = {.stamp = program("HH:mm:ss.SSS")}, json = {.is_json = true};
    struct cli_log_line e = cli_history_entry(&texts, &stamped, STR("00:00:01.250: x: y"));
    ck_assert(str_eqz(e.stamp, "00:00:01.250") && str_eqz(e.message, "x: y"));
    ck_assert_int_eq(e.at_ms, 1250);
    e = cli_history_entry(&texts, &stamped, STR("00:00:01.250 x"));
    ck_assert(e.at_ms == 0 && e.stamp.n == 0 && str_eqz(e.message, "00:00:01.250 x"));
    e = cli_history_entry(&texts, &json, STR("{\"message\":\"a\\nb\\u00e9\",\"timestamp\":\"?\"}"));
    ck_assert(e.at_ms == 0 && str_eqz(e.stamp, "?") && str_eqz(e.message, "a\nb\xc3\xa9"));
    e = cli_history_entry(&texts, &json, STR("{\"other\":1}"));
    ck_assert(str_eqz(e.message, "{\"other\":1}"));
}
END_TEST

Suite *suite_log_history(void);
Suite *suite_log_history(void) {
    Suite *suite = suite_create("log_history");
    TCase *tcase = tcase_create("log_history");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_last_lines);
    tcase_add_test(tcase, long_lines);
    tcase_add_test(tcase, rotated_files_too);
    tcase_add_test(tcase, in_the_order_of_time);
    tcase_add_test(tcase, entries);
    suite_add_tcase(suite, tcase);
    return suite;
}
