/* Rotation: when, what names, in what order they go; and the helper's work on a directory. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/logs/log_file.h"
#include "runtime/logs/log_gzip.h"
#include "runtime/logs/log_line.h"
#include "runtime/logs/log_tidy.h"
#include "runtime/os/civil.h"
#include "schema/unit/date_format.h"

static const int64_t moment_ms = INT64_C(1700000000123); /* 2023-11-14T22:13:20.123Z */

static struct arena texts;
static char dir[64];

static void set_up(void) {
    arena_init(&texts, 0);
    (void)setenv("TZ", "UTC", 1);
    (void)strcpy(dir, "/tmp/ecort-rotate-XXXXXX");
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

static const char *content(const char *name) {
    FILE *f = fopen(in_dir(name), "rb");
    if (!f)
        return "(none)";
    char *text = arena_alloc(&texts, 65536);
    text[fread(text, 1, 65535, f)] = 0;
    (void)fclose(f);
    return text;
}

/* Names of the directory, sorted, each with a blank behind. */
static const char *listing(void) {
    char command[128];
    static char text[8192];
    (void)snprintf(command, sizeof command, "LC_ALL=C ls '%s' | tr '\n' ' '", dir);
    FILE *f = popen(command, "r");
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    (void)pclose(f);
    return text;
}

/* ---- when ------------------------------------------------------------------------------------ */

START_TEST(pieces) {
    static const struct {
        int64_t max, size;
        bool is_mid, is_due;
        const char *bytes;
        size_t n;
    } cases[] = {
        {0, 1 << 30, false, false, "ab\n", 3},        /* not by size */
        {10, 0, false, false, "abc\ndef\n", 8},       /* all fits */
        {10, 4, false, false, "abc\ndef\n", 4},       /* a line fits */
        {10, 8, false, false, "abc\ndef\n", 0},       /* none does */
        {10, 10, false, false, "a\n", 0},             /* full */
        {3, 0, false, false, "a long line\nx\n", 12}, /* alone, and longer than a file may be */
        {3, 0, false, false, "no end", 6},            /* the same, begun */
        {3, 9, true, false, "end\nx\n", 4},           /* its end goes where it began */
        {3, 9, true, false, "still no end", 12},      /* and its middle */
        {100, 5, false, true, "a\nb\n", 0},           /* due by time */
        {100, 5, true, true, "a\nb\n", 2},            /* but not inside a line */
        {100, 0, false, true, "a\nb\n", 2},           /* an empty file is not rotated */
        {3, 9 + LOG_LINE_MOST, true, false, "x", 0},  /* there is an end to patience */
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct log_end end = {cases[i].size, cases[i].is_mid, cases[i].is_due};
        size_t n = log_rotate_piece(cases[i].max, &end, str_of(cases[i].bytes));
        ck_assert_msg(n == cases[i].n, "case %zu: %zu", i, n);
    }
}
END_TEST

static int64_t next_of(const char *pattern, int64_t from_ms) {
    struct cron cron;
    struct cron_problem problem;
    ck_assert(cron_parse(str_of(pattern), &cron, &problem));
    return os_cron_next_ms(&cron, from_ms);
}

START_TEST(moments_in_local_time) {
    const int64_t hour = 3600 * 1000,
                  spring = INT64_C(1711846800000), /* 2024-03-31 02:00 -> 03:00 */
        autumn = INT64_C(1729990800000);           /* 2024-10-27 03:00 -> 02:00 */
    (void)setenv("TZ", "Europe/Berlin", 1);
    ck_assert_int_eq(next_of("0 0 * * *", moment_ms), INT64_C(1700002800000));
    ck_assert_int_eq(next_of("30 2 * * *", spring - hour), spring + hour / 2);
    ck_assert_int_eq(next_of("0 * * * *", spring - 1), spring);
    ck_assert_int_eq(next_of("0 * * * *", spring), spring + hour);
    ck_assert_int_eq(next_of("30 2 * * *", autumn - 2 * hour), autumn - hour / 2);
    ck_assert_int_eq(next_of("30 2 * * *", autumn - hour / 2), autumn + 24 * hour + hour / 2);
    ck_assert_int_eq(next_of("0 * * * *", autumn), autumn + hour);
    ck_assert_int_eq(next_of("* * * * * *", autumn), autumn + 1000);
    ck_assert_int_eq(next_of("0 0 30 2 *", moment_ms), INT64_MAX);
}
END_TEST

/* A rule may have a zone of its own; nothing else goes by it. */
START_TEST(moments_and_names_in_another_zone) {
    struct log_rotation r = {
        .has_interval = true, .stamp = program("DD HH:mm Z"), .zone = "Asia/Tokyo"};
    struct cron_problem problem;
    struct buf out = {0};
    (void)setenv("TZ", "Europe/Berlin", 1);
    ck_assert(cron_parse(STR("0 0 * * *"), &r.interval, &problem));
    ck_assert_int_eq(log_rotate_next(&r, moment_ms), INT64_C(1700060400000));
    log_rotate_name(&out, STR("a.log"), &r, moment_ms, 0);
    ck_assert(str_eqz((struct str){out.p, out.n}, "a__15 07:13 +09:00.log"));
    ck_assert_str_eq(getenv("TZ"), "Europe/Berlin");
    ck_assert_int_eq(os_civil_of(moment_ms).hour, 23);
    buf_done(&out);
}
END_TEST

/* ---- names ----------------------------------------------------------------------------------- */

START_TEST(names) {
    static const struct {
        const char *name, *format;
        unsigned twin;
        const char *rotated;
    } cases[] = {
        {"api-out.log", "YYYY-MM-DD_HH-mm-ss", 0, "api-out__2023-11-14_22-13-20.log"},
        {"api-out.log", "YYYY-MM-DD_HH-mm-ss", 12, "api-out__2023-11-14_22-13-20-12.log"},
        {"plain", "YYYY/MM/DD", 0, "plain__2023-11-14.log"},
        {"a.txt", "D MMMM YY, h a ZZ [at] x", 1,
         "a.txt__14 November 23, 10 pm +0000 at 1700000000123-1.log"},
        {"x.log", "Do.M.YYYY", 0, "x__14th.11.2023.log"},
        {"x.log", "YYMDHms", 0, "x__231114221320.log"},
    };
    struct buf out = {0};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *stamp = program(cases[i].format);
        out.n = 0;
        log_rotate_name(&out, str_of(cases[i].name), &(struct log_rotation){.stamp = stamp},
                        moment_ms, cases[i].twin);
        buf_char(&out, 0);
        ck_assert_str_eq(out.p, cases[i].rotated);
        out.n--;
        ck_assert_msg(log_rotate_is_name(str_of(cases[i].name), stamp, (struct str){out.p, out.n}),
                      "%.*s", (int)out.n, out.p);
        buf_z(&out, ".gz");
        ck_assert(log_rotate_is_name(str_of(cases[i].name), stamp, (struct str){out.p, out.n}));
    }
    buf_done(&out);
}
END_TEST

/* What is no rotated file of ours is never removed. */
START_TEST(strangers) {
    static const char *const others[] = {
        "x.log",
        "x__errors.log",
        "x__2023-11-14.log",
        "x__2023-11-14_22-13-20.txt",
        "x__2023-11-14_22-13-20",
        "x__2023-11-14_22-13-20-.log",
        "x__2023-11-14_22-13-20-a.log",
        "x__2023-11-14_22-13-20.log.gz.tmp",
        "x__2023-11-14_22-13-201.log",
        "y__2023-11-14_22-13-20.log",
        "x_2023-11-14_22-13-20.log",
        "x__.log",
        "",
    };
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        ck_assert_msg(
            !log_rotate_is_name(STR("x.log"), program("YYYY-MM-DD_HH-mm-ss"), str_of(others[i])),
            "%s", others[i]);
}
END_TEST

START_TEST(dates_are_read_back) {
    static const char *const formats[] = {
        "YYYY-MM-DD HH:mm:ss.SSS",
        "YYYY-MM-DDTHH:mm:ssZ",
        "D.M.YY H:m:s",
        "ddd MMM DD YYYY hh:mm:ss A",
        "dddd, MMMM Do, YYYY h:mm:ss a ZZ",
        "x",
        "X",
        "[at] YYYYMDHmsSSS",
    };
    const struct date_parts parts = {2023, 11, 14, 2, 22, 13, 20, 123, 60, moment_ms};
    char text[128];
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        struct date_parts got;
        size_t n = date_format_write(program(formats[i]), &parts, text, sizeof text);
        (void)strcat(text, ": line");
        ck_assert_uint_eq(date_format_read(program(formats[i]), str_of(text), false, &got), n);
        if (strchr("xX", formats[i][0])) {
            ck_assert_int_eq(got.epoch_ms / 1000, moment_ms / 1000);
            continue;
        }
        ck_assert_int_eq(got.year, 2023);
        ck_assert_int_eq(got.month, 11);
        ck_assert_int_eq(got.day, 14);
        ck_assert_int_eq(got.hour, 22);
        ck_assert_int_eq(got.minute, 13);
    }
    struct date_parts got;
    ck_assert_uint_eq(date_format_read(program("YYYY"), STR("20"), false, &got), 0);
    ck_assert_uint_eq(date_format_read(program("YYYY"), STR(""), false, &got), 0);
    ck_assert_uint_eq(date_format_read(program("MMM"), STR("Foo"), false, &got), 0);
    /* Made to mislead: it ends. */
    char much[200];
    memset(much, '1', sizeof much);
    ck_assert_uint_eq(
        date_format_read(program("MDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMDMD "),
                         (struct str){much, sizeof much}, false, &got),
        0);
}
END_TEST

/* ---- files ----------------------------------------------------------------------------------- */

static unsigned n_rotated, n_failed;

static void count_rotated(void *ctx, const char *path, const struct log_rotation *rotation) {
    (void)ctx;
    ck_assert(path[0] == '/' && rotation);
    n_rotated++;
}

static void count_failed(void *ctx, enum log_event event, const char *path, int sys) {
    (void)ctx;
    (void)path;
    (void)sys;
    n_failed += event == LOG_CANNOT_ROTATE;
}

static size_t put(struct log_files *files, struct log_file *f, const struct log_rotation *r,
                  const char *text, int64_t at_ms) {
    struct log_now now = {at_ms, moment_ms + at_ms};
    return log_file_write(files, f, str_of(text), r, &now);
}

START_TEST(by_size_at_line_ends) {
    struct log_files files = {.rotated = count_rotated};
    struct log_rotation r = {.max_bytes = 10, .stamp = program("HHmmss")};
    struct log_file *f = log_file_use(&files, in_dir("x.log"));
    (void)umask(022);
    ck_assert_uint_eq(put(&files, f, &r, "abc\ndef\nghi\njkl\nmno\n", 0), 20);
    ck_assert_str_eq(listing(), "x.log x__221320-1.log x__221320.log ");
    ck_assert_str_eq(content("x__221320.log"), "abc\ndef\n");
    ck_assert_str_eq(content("x__221320-1.log"), "ghi\njkl\n");
    ck_assert_str_eq(content("x.log"), "mno\n");
    ck_assert_int_eq(chmod(in_dir("x.log"), 0640), 0);
    ck_assert_uint_eq(put(&files, f, &r, "begun", 0), 5); /* a stream that is not framed */
    ck_assert_uint_eq(put(&files, f, &r, " and ", 0), 5);
    ck_assert_uint_eq(put(&files, f, &r, "ended\nnext", 0), 10);
    ck_assert_str_eq(content("x__221320-2.log"), "mno\nbegun and ended\n");
    ck_assert_str_eq(content("x.log"), "next");
    struct stat st;
    ck_assert_int_eq(stat(in_dir("x.log"), &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0640);
    /* Numbers go up although the older files are gone. */
    ck_assert_int_eq(unlink(in_dir("x__221320.log")), 0);
    ck_assert_uint_eq(put(&files, f, &r, "\n9 bytes.\n", 0), 10);
    ck_assert_str_eq(content("x__221320-3.log"), "next\n");
    ck_assert_uint_eq(n_rotated, 4);
    log_file_drop(&files, f);
}
END_TEST

START_TEST(by_time_with_the_first_line_after) {
    struct cron_problem problem;
    struct log_files files = {.rotated = count_rotated};
    struct log_rotation r = {.has_interval = true, .stamp = program("HH-mm")};
    struct timespec yesterday[2] = {{moment_ms / 1000 - 86400, 0}, {moment_ms / 1000 - 86400, 0}};
    ck_assert(cron_parse(STR("0 * * * *"), &r.interval, &problem));
    struct log_file *f = log_file_use(&files, in_dir("x.log"));
    ck_assert_uint_eq(put(&files, f, &r, "1\n", 0), 2);
    ck_assert_uint_eq(put(&files, f, &r, "2\n", 46 * 60 * 1000), 2);
    ck_assert_uint_eq(put(&files, f, &r, "3\n", 47 * 60 * 1000), 2); /* 23:00:20 */
    ck_assert_str_eq(listing(), "x.log x__23-00.log ");
    ck_assert_str_eq(content("x__23-00.log"), "1\n2\n");
    ck_assert_str_eq(content("x.log"), "3\n");
    log_file_rest(f);
    /* While no supervisor ran, a moment has passed. */
    ck_assert_int_eq(utimensat(AT_FDCWD, in_dir("x.log"), yesterday, 0), 0);
    ck_assert_uint_eq(put(&files, f, &r, "4\n", 48 * 60 * 1000), 2);
    ck_assert_str_eq(content("x__23-00-1.log"), "3\n");
    ck_assert_uint_eq(n_rotated, 2);
    log_file_drop(&files, f);
}
END_TEST

START_TEST(a_clock_that_was_set_back_rotates_all_the_same) {
    struct cron_problem problem;
    struct log_files files = {0};
    struct log_rotation r = {.has_interval = true, .stamp = program("HH-mm")};
    const int64_t day_ms = 86400 * 1000;
    ck_assert(cron_parse(STR("0 * * * *"), &r.interval, &problem));
    struct log_file *f = log_file_use(&files, in_dir("x.log"));
    struct log_now ahead = {0, moment_ms + day_ms}, back = {2000, moment_ms},
                   later = {4000, moment_ms + 3600 * 1000};
    ck_assert_uint_eq(log_file_write(&files, f, STR("1\n"), &r, &ahead), 2);
    ck_assert_uint_eq(log_file_write(&files, f, STR("2\n"), &r, &back), 2);
    ck_assert_uint_eq(log_file_write(&files, f, STR("3\n"), &r, &later), 2);
    ck_assert_str_eq(content("x.log"), "3\n");
    log_file_drop(&files, f);
}
END_TEST

START_TEST(what_cannot_be_rotated_grows_on) {
    struct log_files files = {.report = count_failed};
    struct log_rotation r = {.max_bytes = 4, .stamp = program("[no/../such/place] YYYY")};
    char long_name[300];
    memset(long_name, 'n', 250); /* the rotated name does not fit */
    (void)strcpy(long_name + 250, ".log");
    struct log_file *f = log_file_use(&files, in_dir(long_name));
    ck_assert_uint_eq(put(&files, f, &r, "1\n2\n3\n4\n", 0), 8);
    ck_assert_uint_eq(put(&files, f, &r, "5\n", 10), 2);
    ck_assert_str_eq(content(long_name), "1\n2\n3\n4\n5\n");
    ck_assert_uint_eq(n_failed, 1);
    log_file_drop(&files, f);
    f = log_file_use(&files, "/dev/null"); /* no regular file: there is nothing to rotate */
    ck_assert_uint_eq(put(&files, f, &r, "1\n2\n3\n4\n", 0), 8);
    log_file_drop(&files, f);
}
END_TEST

/* The path leads over a link: the file that it leads to is rotated, the link stays. */
START_TEST(links_stay) {
    struct log_files files = {0};
    struct log_rotation r = {.max_bytes = 4, .stamp = program("YYYY")};
    ck_assert_int_eq(mkdir(in_dir("real"), 0700), 0);
    ck_assert_int_eq(symlink("real/y.log", in_dir("x.log")), 0);
    struct log_file *f = log_file_use(&files, in_dir("x.log"));
    ck_assert_uint_eq(put(&files, f, &r, "1\n2\n3\n", 0), 6);
    ck_assert_str_eq(listing(), "real x.log ");
    ck_assert_str_eq(content("real/y__2023.log"), "1\n2\n");
    ck_assert_str_eq(content("real/y.log"), "3\n");
    log_file_drop(&files, f);
}
END_TEST

/* ---- tidying --------------------------------------------------------------------------------- */

START_TEST(the_newest_first) {
    char a[] = "x__1-9.log", b[] = "x__1-10.log", c[] = "x__0.log", d[] = "x__9.log";
    struct log_old list[] = {{a, 5, false}, {b, 5, false}, {c, 6, false}, {d, 1, false}};
    log_old_sort(list, ARRAY_LEN(list));
    ck_assert_ptr_eq(list[0].name, c);
    ck_assert_ptr_eq(list[1].name, b);
    ck_assert_ptr_eq(list[2].name, a);
    ck_assert_ptr_eq(list[3].name, d);
}
END_TEST

static void make_file(const char *name, int64_t age_s) {
    struct timespec times[2] = {{moment_ms / 1000 - age_s, 0}, {moment_ms / 1000 - age_s, 0}};
    FILE *f = fopen(in_dir(name), "wb");
    ck_assert_ptr_nonnull(f);
    (void)fprintf(f, "content of %s\n", name);
    (void)fclose(f);
    ck_assert_int_eq(utimensat(AT_FDCWD, in_dir(name), times, 0), 0);
}

START_TEST(the_oldest_go_and_the_rest_is_compressed) {
    struct log_rotation r = {.retain = 3, .is_compressed = true, .stamp = program("YYYY")};
    struct err err = {0};
    make_file("x.log", 0);
    make_file("x__2001.log", 1); /* the name tells a date, the time decides */
    make_file("x__2002.log.gz", 2);
    make_file("x__2003.log", 3);
    make_file("x__2004.log", 4);
    make_file("x__2005.log.gz", 5);
    make_file("x__2003.log.gz.tmp", 0);
    make_file("x__all.log", 100);
    make_file("y__2001.log", 100);
    struct stat before, after;
    ck_assert_int_eq(stat(in_dir("x__2001.log"), &before), 0);
    ck_assert_msg(log_tidy(in_dir("x.log"), &r, &err) == 0, "%s", err.msg);
    ck_assert_str_eq(listing(), "x.log x__2001.log.gz x__2002.log.gz x__2003.log.gz x__all.log "
                                "y__2001.log ");
    ck_assert_int_eq(stat(in_dir("x__2001.log.gz"), &after), 0);
    ck_assert_int_eq(after.st_mtim.tv_sec, before.st_mtim.tv_sec);
    ck_assert_uint_eq(after.st_mode, before.st_mode);
    struct buf out = {0};
    bool is_cut;
    ck_assert_int_eq(log_gzip_read(in_dir("x__2001.log.gz"), 1000, &out, &is_cut, &err), 0);
    ck_assert(!is_cut && str_eqz((struct str){out.p, out.n}, "content of x__2001.log\n"));
    buf_done(&out);
    r.retain = 0;
    ck_assert_int_eq(log_tidy(in_dir("x.log"), &r, &err), 0);
    ck_assert_str_eq(listing(), "x.log x__all.log y__2001.log ");
    ck_assert_int_eq(log_tidy(in_dir("no/x.log"), &r, &err), -1);
}
END_TEST

Suite *suite_log_rotate(void);
Suite *suite_log_rotate(void) {
    Suite *suite = suite_create("log_rotate");
    TCase *tcase = tcase_create("log_rotate");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, pieces);
    tcase_add_test(tcase, moments_in_local_time);
    tcase_add_test(tcase, moments_and_names_in_another_zone);
    tcase_add_test(tcase, names);
    tcase_add_test(tcase, strangers);
    tcase_add_test(tcase, dates_are_read_back);
    tcase_add_test(tcase, by_size_at_line_ends);
    tcase_add_test(tcase, by_time_with_the_first_line_after);
    tcase_add_test(tcase, a_clock_that_was_set_back_rotates_all_the_same);
    tcase_add_test(tcase, what_cannot_be_rotated_grows_on);
    tcase_add_test(tcase, links_stay);
    tcase_add_test(tcase, the_newest_first);
    tcase_add_test(tcase, the_oldest_go_and_the_rest_is_compressed);
    suite_add_tcase(suite, tcase);
    return suite;
}
