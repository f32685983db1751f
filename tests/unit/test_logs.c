/* Framing, styles, names, files that refuse. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/logs/log_file.h"
#include "runtime/logs/log_line.h"
#include "runtime/logs/log_name.h"
#include "runtime/logs/log_stream.h"
#include "runtime/logs/log_style.h"
#include "schema/base/utf8.h"
#include "schema/unit/date_format.h"

/* ---- framing --------------------------------------------------------------------------------- */

struct taken {
    struct buf text; /* lines, each ended by '|', cut ones by '~' */
    size_t longest;
    bool all_utf8;
};

static void take(void *ctx, struct str line, bool is_cut) {
    struct taken *t = ctx;
    buf_str(&t->text, line);
    buf_char(&t->text, is_cut ? '~' : '|');
    t->longest = line.n > t->longest ? line.n : t->longest;
    t->all_utf8 = t->all_utf8 && utf8_is_valid(line);
}

static void feed_z(struct log_lines *lines, struct taken *t, const char *text) {
    log_lines_feed(lines, str_of(text), take, t);
}

static void expect(struct taken *t, const char *text) {
    ck_assert_uint_eq(t->text.n, strlen(text));
    ck_assert(t->text.n == 0 || memcmp(t->text.p, text, t->text.n) == 0);
    t->text.n = 0;
}

START_TEST(lines_over_chunks) {
    struct log_lines lines = {0};
    struct taken t = {.all_utf8 = true};
    feed_z(&lines, &t, "one\ntwo");
    expect(&t, "one|");
    feed_z(&lines, &t, " and more");
    expect(&t, "");
    feed_z(&lines, &t, "\n\nthree\n");
    expect(&t, "two and more||three|");
    ck_assert_ptr_null(lines.partial.p);
    feed_z(&lines, &t, "last");
    log_lines_end(&lines, take, &t);
    expect(&t, "last|");
    log_lines_end(&lines, take, &t);
    expect(&t, "");
    buf_done(&t.text);
}
END_TEST

START_TEST(a_line_without_end_is_cut_between_characters) {
    struct log_lines lines = {0};
    struct taken t = {.all_utf8 = true};
    size_t total = 0;
    for (int i = 0; i < 40000; i++) { /* 3 + 30 bytes, so cuts would fall inside characters */
        const char *piece = "abc\u00e9\u20ac\U0001f600\u00e9\u20ac\U0001f600\u00e9\u20ac\U0001f600";
        feed_z(&lines, &t, piece);
        total += strlen(piece);
        ck_assert_uint_le(lines.partial.n, LOG_LINE_MOST + 64);
    }
    log_lines_end(&lines, take, &t);
    ck_assert(t.all_utf8);
    ck_assert_uint_le(t.longest, LOG_LINE_MOST);
    ck_assert_uint_gt(t.longest, LOG_LINE_MOST - 4);
    ck_assert_uint_eq(t.text.n, total + (total + LOG_LINE_MOST - 1) / LOG_LINE_MOST);
    buf_done(&t.text);
}
END_TEST

START_TEST(bytes_that_are_no_utf8_are_cut_too) {
    static char junk[LOG_LINE_MOST * 2 + 10];
    struct log_lines lines = {0};
    struct taken t = {0};
    memset(junk, 0x80, sizeof junk);
    log_lines_feed(&lines, (struct str){junk, sizeof junk}, take, &t);
    log_lines_end(&lines, take, &t);
    ck_assert_uint_eq(t.text.n, sizeof junk + 3);
    buf_done(&t.text);
}
END_TEST

/* ---- styles ---------------------------------------------------------------------------------- */

static const int64_t moment_ms = INT64_C(1700000000123); /* 2023-11-14T22:13:20.123Z */

static const char *styled(const struct log_style *style, struct str line, bool is_cut) {
    static char text[2048];
    struct log_clock clock = {0};
    struct log_origin origin = {"my \"app\"", 7, true};
    struct buf out = {0};
    log_style_line(style, &origin, &clock, moment_ms, line, is_cut, &out);
    ck_assert_uint_lt(out.n, sizeof text);
    memcpy(text, out.p, out.n);
    text[out.n] = 0;
    buf_done(&out);
    return text;
}

START_TEST(stamps_and_objects) {
    struct arena a;
    arena_init(&a, 0);
    (void)setenv("TZ", "UTC", 1);
    struct log_style plain = {0}, json = {NULL, true}, stamped = {0}, both = {NULL, true};
    stamped.stamp = date_format_compile(&a, STR("YYYY-MM-DD HH:mm:ss.SSS")).p;
    both.stamp = stamped.stamp;
    ck_assert_str_eq(styled(&plain, STR("x"), false), "x\n");
    ck_assert_str_eq(styled(&plain, STR("x"), true), "x [line cut, continues]\n");
    ck_assert_str_eq(styled(&stamped, STR("x y"), false), "2023-11-14 22:13:20.123: x y\n");
    ck_assert_str_eq(
        styled(&json, STR("a\"\\\t\xff"), false),
        "{\"message\":\"a\\\"\\\\\\t\xef\xbf\xbd\",\"timestamp\":\"2023-11-14T22:13:20.123Z\","
        "\"type\":\"err\",\"process_id\":7,\"app_name\":\"my \\\"app\\\"\"}\n");
    ck_assert_ptr_nonnull(
        strstr(styled(&both, STR("x"), true), "\"timestamp\":\"2023-11-14 22:13:20.123\""));
    ck_assert_ptr_nonnull(strstr(styled(&both, STR("x"), true), ",\"cut\":true}\n"));
    arena_done(&a);
}
END_TEST

/* ---- names ----------------------------------------------------------------------------------- */

START_TEST(names) {
    static const struct {
        const char *in, *out;
    } cases[] = {{"a.log", "a-3.log"},
                 {"/x/app-2024.log", "/x/app-2024-3.log"},
                 {"plain", "plain"},
                 {"/dev/stdout", "/dev/stdout"},
                 {".log", "-3.log"}};
    struct buf out = {0};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        out.n = 0;
        log_name_number(&out, str_of(cases[i].in), 3);
        buf_char(&out, 0);
        ck_assert_str_eq(out.p, cases[i].out);
    }
    out.n = 0;
    log_name_clean(&out, STR("a_b/../c d.é"));
    buf_char(&out, 0);
    ck_assert_str_eq(out.p, "a-b-..-c-d.--");
    ck_assert(log_name_is_none(STR("NULL")) && log_name_is_none(STR("/dev/null")));
    ck_assert(!log_name_is_none(STR("nullable.log")));
    buf_done(&out);
}
END_TEST

/* ---- files ----------------------------------------------------------------------------------- */

static char dir[64];

static void make_dir(void) {
    (void)strcpy(dir, "/tmp/ecort-logs-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

static const char *in_dir(const char *name) {
    static char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    return path;
}

static const char *content(const char *path) {
    static char text[4096];
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    (void)fclose(f);
    return text;
}

static void remove_dir(void) {
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", dir);
    ck_assert_int_eq(system(command), 0);
}

static unsigned n_reports, n_recoveries;

static void count_report(void *ctx, const char *path, int sys) {
    (void)ctx;
    (void)path;
    n_reports += sys != 0;
    n_recoveries += sys == 0;
}

START_TEST(files_are_shared_and_made_with_their_directories) {
    struct log_files files = {0};
    make_dir();
    struct log_file *a = log_file_use(&files, in_dir("deep/er/x.log"));
    struct log_file *b = log_file_use(&files, in_dir("deep/er/x.log"));
    ck_assert_ptr_eq(a, b);
    ck_assert(log_file_write(&files, a, STR("1\n"), 0));
    ck_assert_int_eq(rename(in_dir("deep/er/x.log"), "/dev/null/no"), -1);
    char moved[256];
    (void)snprintf(moved, sizeof moved, "%s/moved", dir);
    ck_assert_int_eq(rename(in_dir("deep/er/x.log"), moved), 0);
    ck_assert(log_file_write(&files, a, STR("2\n"), 0));
    log_files_reopen(&files);
    ck_assert(log_file_write(&files, a, STR("3\n"), 0));
    ck_assert_str_eq(content(moved), "1\n2\n");
    ck_assert_str_eq(content(in_dir("deep/er/x.log")), "3\n");
    log_file_drop(&files, a);
    ck_assert_ptr_nonnull(files.list);
    log_file_drop(&files, b);
    ck_assert_ptr_null(files.list);
    remove_dir();
}
END_TEST

START_TEST(a_file_that_refuses_loses_lines_and_recovers) {
    struct log_files files = {.report = count_report};
    make_dir();
    ck_assert_int_eq(mkdir(in_dir("x.log"), 0700), 0); /* a directory where the file should be */
    struct log_file *f = log_file_use(&files, in_dir("x.log"));
    ck_assert(!log_file_write(&files, f, STR("lost\n"), 1000));
    ck_assert(!log_file_write(&files, f, STR("lost\n"), 1001));
    ck_assert_uint_eq(n_reports, 1);
    ck_assert_int_eq(rmdir(in_dir("x.log")), 0);
    ck_assert(!log_file_write(&files, f, STR("too soon\n"), 1999));
    ck_assert(log_file_write(&files, f, STR("kept\n"), 2000));
    ck_assert_uint_eq(n_recoveries, 1);
    ck_assert_str_eq(content(in_dir("x.log")), "kept\n");
    log_file_drop(&files, f);
    remove_dir();
}
END_TEST

START_TEST(a_full_disk_is_counted) {
    struct log_files files = {.report = count_report};
    struct log_file *f = log_file_use(&files, "/dev/full");
    for (int i = 0; i < 5; i++)
        ck_assert(!log_file_write(&files, f, STR("x\n"), 0));
    ck_assert_uint_eq(n_reports, 1);
    log_file_drop(&files, f);
}
END_TEST

START_TEST(a_fifo_without_reader_does_not_block) {
    struct log_files files = {.report = count_report};
    make_dir();
    ck_assert_int_eq(mkfifo(in_dir("x.log"), 0600), 0);
    struct log_file *f = log_file_use(&files, in_dir("x.log"));
    ck_assert(!log_file_write(&files, f, STR("x\n"), 0));
    int reader = open(in_dir("x.log"), O_RDONLY | O_NONBLOCK);
    ck_assert(log_file_write(&files, f, STR("y\n"), 1000));
    static char much[1 << 18]; /* more than a FIFO holds, and nobody reads */
    memset(much, 'z', sizeof much);
    ck_assert(!log_file_write(&files, f, (struct str){much, sizeof much}, 1001));
    (void)close(reader);
    log_file_drop(&files, f);
    remove_dir();
}
END_TEST

/* ---- streams --------------------------------------------------------------------------------- */

struct pumped {
    struct os_poll poll;
    struct log_pump pump;
    struct log_target target;
    struct log_stream stream;
    uint64_t dropped;
    int write_fd;
};

static void pump_begin(struct pumped *p, const char *name, struct log_style style, unsigned users) {
    struct err err;
    int fds[2];
    *p = (struct pumped){0};
    make_dir();
    ck_assert_int_eq(os_poll_open(&p->poll, &err), 0);
    ck_assert_int_eq(log_pump_init(&p->pump, &p->poll), 0);
    p->target = (struct log_target){.style = style, .origin = {"app", 1, false}};
    for (unsigned i = 0; i < users; i++)
        p->target.own = log_file_use(&p->pump.files, in_dir(name));
    ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
    ck_assert_int_eq(fcntl(fds[0], F_SETFL, O_NONBLOCK), 0);
    log_stream_init(&p->stream, &p->pump, &p->target, &p->dropped);
    ck_assert_int_eq(log_stream_open(&p->stream, fds[0]), 0);
    p->write_fd = fds[1];
}

static void pump_write(struct pumped *p, const char *text) {
    ck_assert_int_eq(write(p->write_fd, text, strlen(text)), (ssize_t)strlen(text));
    os_poll_wait(&p->poll, 1000);
}

static void pump_end(struct pumped *p) {
    log_stream_end(&p->stream);
    (void)close(p->write_fd);
    while (p->pump.files.list)
        log_file_drop(&p->pump.files, p->pump.files.list);
    log_pump_done(&p->pump);
    os_poll_close(&p->poll);
    remove_dir();
}

START_TEST(plain_bytes_pass_at_once) {
    struct pumped p;
    pump_begin(&p, "x.log", (struct log_style){0}, 1);
    pump_write(&p, "no line end");
    ck_assert_str_eq(content(in_dir("x.log")), "no line end");
    pump_end(&p);
}
END_TEST

START_TEST(a_shared_file_gets_whole_lines_and_the_last_one_at_the_end) {
    struct pumped p;
    pump_begin(&p, "x.log", (struct log_style){0}, 2);
    pump_write(&p, "whole\nbeg");
    ck_assert_str_eq(content(in_dir("x.log")), "whole\n");
    pump_write(&p, "un");
    log_stream_end(&p.stream);
    ck_assert_str_eq(content(in_dir("x.log")), "whole\nbegun\n");
    pump_end(&p);
}
END_TEST

START_TEST(end_of_file_ends_the_stream) {
    struct pumped p;
    pump_begin(&p, "x.log", (struct log_style){NULL, true}, 1);
    pump_write(&p, "x");
    (void)close(p.write_fd);
    os_poll_wait(&p.poll, 1000);
    ck_assert_int_eq(p.stream.watch.fd, -1);
    ck_assert_ptr_nonnull(strstr(content(in_dir("x.log")), "\"message\":\"x\""));
    p.write_fd = -1;
    pump_end(&p);
}
END_TEST

START_TEST(lost_lines_are_counted) {
    struct pumped p;
    pump_begin(&p, "x.log", (struct log_style){0}, 1);
    ck_assert_int_eq(mkdir(in_dir("x.log"), 0700), 0);
    pump_write(&p, "1\n2\n3\n");
    ck_assert_uint_eq(p.dropped, 3);
    pump_end(&p);
}
END_TEST

Suite *suite_logs(void);
Suite *suite_logs(void) {
    Suite *suite = suite_create("logs");
    TCase *tcase = tcase_create("logs");
    tcase_add_test(tcase, lines_over_chunks);
    tcase_add_test(tcase, a_line_without_end_is_cut_between_characters);
    tcase_add_test(tcase, bytes_that_are_no_utf8_are_cut_too);
    tcase_add_test(tcase, stamps_and_objects);
    tcase_add_test(tcase, names);
    tcase_add_test(tcase, files_are_shared_and_made_with_their_directories);
    tcase_add_test(tcase, a_file_that_refuses_loses_lines_and_recovers);
    tcase_add_test(tcase, a_full_disk_is_counted);
    tcase_add_test(tcase, a_fifo_without_reader_does_not_block);
    tcase_add_test(tcase, plain_bytes_pass_at_once);
    tcase_add_test(tcase, a_shared_file_gets_whole_lines_and_the_last_one_at_the_end);
    tcase_add_test(tcase, end_of_file_ends_the_stream);
    tcase_add_test(tcase, lost_lines_are_counted);
    suite_add_tcase(suite, tcase);
    return suite;
}
