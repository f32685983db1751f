/* Framing, styles, names, files that refuse. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
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
    struct log_dress dress = log_style_dress(style, &origin, &clock, moment_ms);
    log_style_line(&dress, line, is_cut, &out);
    ck_assert_uint_lt(out.n, sizeof text);
    memcpy(text, out.p, out.n);
    text[out.n] = 0;
    buf_done(&out);
    log_clock_done(&clock);
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

static unsigned n_reports, n_recoveries, n_replaced;

static void count_report(void *ctx, enum log_event event, const char *path, int sys) {
    (void)ctx;
    (void)path;
    (void)sys;
    n_reports += event == LOG_LOSES;
    n_recoveries += event == LOG_WRITES;
    n_replaced += event == LOG_REPLACED;
}

/* Whether all of it could be written. */
static bool write_at(struct log_files *files, struct log_file *file, struct str bytes, int64_t ms) {
    struct log_now now = {ms, moment_ms};
    return log_file_write(files, file, bytes, NULL, &now) == bytes.n;
}

START_TEST(files_are_shared_and_made_with_their_directories) {
    struct log_files files = {0};
    make_dir();
    struct log_file *a = log_file_use(&files, in_dir("deep/er/x.log"));
    struct log_file *b = log_file_use(&files, in_dir("deep/er/x.log"));
    ck_assert_ptr_eq(a, b);
    ck_assert(write_at(&files, a, STR("1\n"), 0));
    ck_assert_int_eq(rename(in_dir("deep/er/x.log"), "/dev/null/no"), -1);
    char moved[256];
    (void)snprintf(moved, sizeof moved, "%s/moved", dir);
    ck_assert_int_eq(rename(in_dir("deep/er/x.log"), moved), 0);
    ck_assert(write_at(&files, a, STR("2\n"), 0));
    log_files_reopen(&files);
    ck_assert(write_at(&files, a, STR("3\n"), 0));
    ck_assert_str_eq(content(moved), "1\n2\n");
    ck_assert_str_eq(content(in_dir("deep/er/x.log")), "3\n");
    log_file_drop(&files, a);
    ck_assert_ptr_nonnull(files.list);
    log_file_drop(&files, b);
    ck_assert_ptr_null(files.list);
    remove_dir();
}
END_TEST

START_TEST(a_file_that_is_taken_away_is_noticed_within_a_second) {
    struct log_files files = {.report = count_report};
    make_dir();
    struct log_file *f = log_file_use(&files, in_dir("sub/x.log"));
    ck_assert(write_at(&files, f, STR("1\n"), 1000));
    ck_assert_int_eq(unlink(in_dir("sub/x.log")), 0);
    ck_assert(write_at(&files, f, STR("2\n"), 2000));
    ck_assert_str_eq(content(in_dir("sub/x.log")), "2\n");
    ck_assert_uint_eq(n_replaced, 1);
    char moved[256];
    (void)snprintf(moved, sizeof moved, "%s/moved", dir);
    ck_assert_int_eq(rename(in_dir("sub/x.log"), moved), 0);
    ck_assert(write_at(&files, f, STR("3\n"), 2500)); /* not lost: it is in the moved one */
    ck_assert(write_at(&files, f, STR("4\n"), 3000));
    ck_assert_str_eq(content(moved), "2\n3\n");
    ck_assert_str_eq(content(in_dir("sub/x.log")), "4\n");
    ck_assert_int_eq(truncate(in_dir("sub/x.log"), 0), 0);
    ck_assert(write_at(&files, f, STR("5\n"), 3001));
    ck_assert_str_eq(content(in_dir("sub/x.log")), "5\n");
    /* The directory goes, and something else is in its place: the lines are counted, not swallowed. */
    ck_assert_int_eq(unlink(in_dir("sub/x.log")), 0);
    ck_assert_int_eq(rmdir(in_dir("sub")), 0);
    (void)close(open(in_dir("sub"), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    ck_assert(!write_at(&files, f, STR("6\n"), 4000));
    ck_assert_uint_eq(n_reports, 1);
    ck_assert_int_eq(unlink(in_dir("sub")), 0);
    ck_assert(write_at(&files, f, STR("7\n"), 5000));
    ck_assert_str_eq(content(in_dir("sub/x.log")), "7\n");
    log_file_drop(&files, f);
    remove_dir();
}
END_TEST

START_TEST(flushing_empties_open_and_closed_files) {
    struct log_files files = {0};
    int64_t had = -1;
    make_dir();
    struct log_file *f = log_file_use(&files, in_dir("x.log"));
    ck_assert_int_eq(log_file_flush(f, &had), -1);
    ck_assert_int_eq(errno, ENOENT);
    ck_assert(write_at(&files, f, STR("12345\n"), 1000));
    ck_assert_int_eq(log_file_flush(f, &had), 0);
    ck_assert_int_eq(had, 6);
    ck_assert(write_at(&files, f, STR("ab\n"), 1001));
    ck_assert_str_eq(content(in_dir("x.log")), "ab\n");
    log_file_rest(f);
    ck_assert_int_eq(log_file_flush(f, &had), 0);
    ck_assert_int_eq(had, 3);
    ck_assert_str_eq(content(in_dir("x.log")), "");
    log_file_drop(&files, f);
    f = log_file_use(&files, "/dev/full");
    ck_assert_int_eq(log_file_flush(f, &had), -1);
    log_file_drop(&files, f);
    remove_dir();
}
END_TEST

START_TEST(a_file_that_refuses_loses_lines_and_recovers) {
    struct log_files files = {.report = count_report};
    make_dir();
    ck_assert_int_eq(mkdir(in_dir("x.log"), 0700), 0); /* a directory where the file should be */
    struct log_file *f = log_file_use(&files, in_dir("x.log"));
    ck_assert(!write_at(&files, f, STR("lost\n"), 1000));
    ck_assert(!write_at(&files, f, STR("lost\n"), 1001));
    ck_assert_uint_eq(n_reports, 1);
    ck_assert_int_eq(rmdir(in_dir("x.log")), 0);
    ck_assert(!write_at(&files, f, STR("too soon\n"), 1999));
    ck_assert(write_at(&files, f, STR("kept\n"), 2000));
    ck_assert_uint_eq(n_recoveries, 1);
    ck_assert_str_eq(content(in_dir("x.log")), "kept\n");
    log_file_drop(&files, f);
    remove_dir();
}
END_TEST

/* The disk is full in the middle of a line: what follows is a line of its own, also where the file
 * was closed meanwhile (_i = 1). */
START_TEST(a_torn_line_is_ended) {
    struct log_files files = {.report = count_report};
    struct rlimit old, small = {6, RLIM_INFINITY};
    make_dir();
    struct log_file *f = log_file_use(&files, in_dir("x.log"));
    struct log_now now = {1000, moment_ms};
    (void)signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
    small.rlim_max = old.rlim_max;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    ck_assert_uint_eq(log_file_write(&files, f, STR("ab\nthe rest is lost\n"), NULL, &now), 6);
    ck_assert_uint_eq(log_file_write(&files, f, STR("lost\n"), NULL, &now), 0);
    if (_i == 1)
        log_file_rest(f);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
    ck_assert_uint_eq(log_file_write(&files, f, STR("whole\n"), NULL, &now), 6);
    ck_assert_str_eq(content(in_dir("x.log")), "ab\nthe\nwhole\n");
    ck_assert_uint_eq(n_reports, 1);
    ck_assert_uint_eq(n_recoveries, 1);
    log_file_drop(&files, f);
    remove_dir();
}
END_TEST

START_TEST(a_full_disk_is_counted) {
    struct log_files files = {.report = count_report};
    struct log_file *f = log_file_use(&files, "/dev/full");
    for (int i = 0; i < 5; i++)
        ck_assert(!write_at(&files, f, STR("x\n"), 0));
    ck_assert_uint_eq(n_reports, 1);
    log_file_drop(&files, f);
}
END_TEST

START_TEST(a_fifo_without_reader_does_not_block) {
    struct log_files files = {.report = count_report};
    make_dir();
    ck_assert_int_eq(mkfifo(in_dir("x.log"), 0600), 0);
    struct log_file *f = log_file_use(&files, in_dir("x.log"));
    ck_assert(!write_at(&files, f, STR("x\n"), 0));
    int reader = open(in_dir("x.log"), O_RDONLY | O_NONBLOCK);
    ck_assert(write_at(&files, f, STR("y\n"), 1000));
    static char much[1 << 18]; /* more than a FIFO holds, and nobody reads */
    memset(much, 'z', sizeof much);
    ck_assert(!write_at(&files, f, (struct str){much, sizeof much}, 1001));
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

START_TEST(the_last_line_of_a_run_is_ended) {
    struct pumped p;
    pump_begin(&p, "x.log", (struct log_style){0}, 1);
    pump_write(&p, "begun");
    log_stream_end(&p.stream);
    ck_assert_str_eq(content(in_dir("x.log")), "begun\n");
    pump_end(&p);
}
END_TEST

/* What a follower sees. */
struct seen {
    struct log_tap tap;
    struct buf text;
};

static void see(struct log_tap *tap, const struct log_stream *stream, struct str line, bool is_cut,
                int64_t wall_ms) {
    struct seen *seen = (struct seen *)tap;
    ck_assert(!is_cut && wall_ms > 0);
    buf_str(&seen->text, line);
    buf_char(&seen->text, stream->target->origin.is_err ? '!' : '|');
}

static void expect_seen(struct seen *seen, const char *text) {
    buf_char(&seen->text, 0);
    ck_assert_str_eq(seen->text.p, text);
    buf_done(&seen->text);
}

START_TEST(a_tap_sees_whole_lines) {
    struct pumped p;
    struct seen seen = {.tap = {see}};
    pump_begin(&p, "x.log", (struct log_style){0}, 1);
    pump_write(&p, "not seen\nbeg");
    p.pump.tap = &seen.tap;
    ck_assert_uint_eq(log_stream_pending(&p.stream), 0);
    pump_write(&p, "un\nwhole\nhal");
    expect_seen(&seen, "un|whole|");
    ck_assert_uint_eq(log_stream_pending(&p.stream), 3); /* in the file, and to be seen again */
    pump_write(&p, "f\n");
    expect_seen(&seen, "half|");
    pump_write(&p, "begun");
    p.pump.tap = NULL;
    pump_write(&p, " and ");
    ck_assert_uint_eq(log_stream_pending(&p.stream), 0);
    p.pump.tap = &seen.tap;
    pump_write(&p, "ended\nlast");
    log_stream_end(&p.stream);
    expect_seen(&seen, "ended|last|");
    ck_assert_str_eq(content(in_dir("x.log")),
                     "not seen\nbegun\nwhole\nhalf\nbegun and ended\nlast\n");
    pump_end(&p);
}
END_TEST

START_TEST(a_tap_sees_what_goes_to_no_file) {
    struct pumped p;
    struct seen seen = {.tap = {see}};
    pump_begin(&p, "x.log", (struct log_style){NULL, true}, 0);
    p.target.origin.is_err = true;
    p.pump.tap = &seen.tap;
    pump_write(&p, "a\nb");
    log_stream_end(&p.stream);
    expect_seen(&seen, "a!b!");
    ck_assert_ptr_null(content(in_dir("x.log")));
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

START_TEST(a_begun_line_ends_where_framing_begins_or_ends) {
    struct pumped p;
    struct seen seen = {.tap = {see}};
    pump_begin(&p, "x.log", (struct log_style){0}, 1);
    p.pump.tap = &seen.tap;
    pump_write(&p, "whole\nraw");
    struct log_target raw = p.target;
    p.target.both = log_file_use(&p.pump.files, in_dir("y.log"));
    log_stream_retarget(&p.stream, &raw);
    ck_assert_str_eq(content(in_dir("x.log")), "whole\nraw\n");
    ck_assert_ptr_null(content(in_dir("y.log")));
    pump_write(&p, " rest\nframed");
    ck_assert_str_eq(content(in_dir("x.log")), "whole\nraw\n rest\n");
    struct log_target framed = p.target;
    p.target = raw;
    log_stream_retarget(&p.stream, &framed);
    ck_assert_str_eq(content(in_dir("y.log")), " rest\nframed\n");
    pump_write(&p, " on");
    log_stream_retarget(&p.stream, &raw); /* nothing changes: the line goes on */
    pump_write(&p, "ward");
    log_stream_end(&p.stream);
    ck_assert_str_eq(content(in_dir("x.log")), "whole\nraw\n rest\nframed\n onward\n");
    expect_seen(&seen, "whole|raw| rest|framed| onward|");
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
    tcase_add_test(tcase, flushing_empties_open_and_closed_files);
    tcase_add_test(tcase, a_file_that_is_taken_away_is_noticed_within_a_second);
    tcase_add_test(tcase, a_file_that_refuses_loses_lines_and_recovers);
    tcase_add_test(tcase, a_full_disk_is_counted);
    tcase_add_loop_test(tcase, a_torn_line_is_ended, 0, 2);
    tcase_add_test(tcase, a_fifo_without_reader_does_not_block);
    tcase_add_test(tcase, plain_bytes_pass_at_once);
    tcase_add_test(tcase, a_tap_sees_what_goes_to_no_file);
    tcase_add_test(tcase, a_tap_sees_whole_lines);
    tcase_add_test(tcase, the_last_line_of_a_run_is_ended);
    tcase_add_test(tcase, a_shared_file_gets_whole_lines_and_the_last_one_at_the_end);
    tcase_add_test(tcase, a_begun_line_ends_where_framing_begins_or_ends);
    tcase_add_test(tcase, end_of_file_ends_the_stream);
    tcase_add_test(tcase, lost_lines_are_counted);
    suite_add_tcase(suite, tcase);
    return suite;
}
