/* Reports: what a terminal shows for odd lines, several places and many findings; the JSON's shape;
 * when there is colour. */
#include <check.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <unistd.h>

#include "compiler/excerpt.h"
#include "compiler/explain.h"
#include "compiler/report.h"
#include "compiler/report_text.h"
#include "compiler/term.h"
#include "lint/lint.h"

static struct arena arena;
static struct diag_sink sink;
static struct buf out;

static void setup(void) {
    arena_init(&arena, 0);
    diag_sink_init(&sink, &arena, lint_rules, RULE_COUNT);
    out = (struct buf){0};
}

static void teardown(void) {
    buf_done(&out);
    arena_done(&arena);
}

static const struct source *source(const char *name, const char *text) {
    return source_new(&arena, str_of(name), str_of(name), str_of(text));
}

/* The first occurrence of a text. */
static struct span at(const struct source *src, const char *what) {
    const char *hit = strstr(src->text.p, what);
    ck_assert_ptr_nonnull(hit);
    return span_of(src, (size_t)(hit - src->text.p), (size_t)(hit - src->text.p) + strlen(what));
}

static struct diag *find(struct span span, const char *label) {
    struct diag *d = diag_add(&sink, RULE_WRONG_TYPE, span, "message");
    if (*label)
        diag_label(&sink, d, "%s", label);
    return d;
}

static void expect(const char *want) {
    struct report_text_style style = {.color = false, .least = DIAG_HINT};
    report_text(&sink, &style, &out);
    buf_char(&out, 0);
    ck_assert_str_eq(out.p, want);
}

START_TEST(one_line) {
    const struct source *src = source("x.js", "a\nkill_timeout: 5,  \nb\n");
    struct diag *d = find(at(src, "5"), "seconds?");
    diag_note(&sink, d, "a note");
    diag_help(&sink, d, "a help");
    expect("error[EC0103]: message\n"
           " --> x.js:2:15\n"
           "  |\n"
           "2 | kill_timeout: 5,\n"
           "  |               ^ seconds?\n"
           "  |\n"
           "  = note: a note\n"
           "  = help: a help\n"
           "\n");
}
END_TEST

START_TEST(tabs_and_wide_characters) {
    const struct source *src = source("x.js", "\tname: '\xe6\x97\xa5\xe6\x9c\xac', bad: 1");
    (void)find(at(src, "bad"), "");
    expect("error[EC0103]: message\n"
           " --> x.js:1:14\n"
           "  |\n"
           "1 |     name: '\xe6\x97\xa5\xe6\x9c\xac', bad: 1\n"
           "  |                   ^^^\n"
           "  |\n"
           "\n");
}
END_TEST

/* Nothing that a terminal would obey gets through: not from the line, nor from a name or message.
 */
START_TEST(nothing_is_obeyed) {
    const struct source *src = source("a\033[2J.js", "x: '\033[31m\xe2\x80\xae\x9b\xff\r', y: 1");
    struct diag *d = find(at(src, "y"), "\033]0;label\a");
    diag_help(&sink, d, "help \033[0m");
    diag_relate(&sink, d, at(src, "x"), "\x1b");
    struct report_text_style style = {.color = false, .least = DIAG_HINT};
    report_text(&sink, &style, &out);
    report_concise(&sink, &style, &out);
    for (size_t i = 0; i < out.n; i++)
        ck_assert_msg((unsigned char)out.p[i] >= 0x20 || out.p[i] == '\n', "byte %02x",
                      (unsigned char)out.p[i]);
    buf_char(&out, 0);
    ck_assert_ptr_null(strstr(out.p, "\xe2\x80\xae"));
    ck_assert_ptr_nonnull(strstr(out.p, "\xef\xbf\xbd[31m"));
}
END_TEST

START_TEST(two_marks_in_a_line) {
    const struct source *src = source("x.js", "{ out_file: 'a', output: 'b' }");
    struct diag *d = find(at(src, "output"), "not used");
    diag_relate(&sink, d, at(src, "out_file"), "this one is");
    expect("error[EC0103]: message\n"
           " --> x.js:1:18\n"
           "  |\n"
           "1 | { out_file: 'a', output: 'b' }\n"
           "  |   --------       ^^^^^^ not used\n"
           "  |   |\n"
           "  |   this one is\n"
           "  |\n"
           "\n");
}
END_TEST

START_TEST(overlapping_marks) {
    const struct source *src = source("x.js", "env: { A: 1 }");
    struct diag *d = find(at(src, "A"), "here");
    diag_relate(&sink, d, at(src, "{ A: 1 }"), "in this");
    expect("error[EC0103]: message\n"
           " --> x.js:1:8\n"
           "  |\n"
           "1 | env: { A: 1 }\n"
           "  |      -------- in this\n"
           "  |        ^ here\n"
           "  |\n"
           "\n");
}
END_TEST

START_TEST(lines_apart) {
    const struct source *src = source("x.js", "first\n2\nsecond\n4\n5\n6\n7\n8\n9\nthird\n");
    struct diag *d = find(at(src, "third"), "");
    diag_relate(&sink, d, at(src, "first"), "one");
    diag_relate(&sink, d, at(src, "second"), "two");
    expect("error[EC0103]: message\n"
           "  --> x.js:10:1\n"
           "   |\n"
           " 1 | first\n"
           "   | ----- one\n"
           " 2 | 2\n"
           " 3 | second\n"
           "   | ------ two\n"
           "...\n"
           "10 | third\n"
           "   | ^^^^^\n"
           "   |\n"
           "\n");
}
END_TEST

START_TEST(other_sources) {
    const struct source *a = source("a.js", "const x = 1;"),
                        *b = source("lib/b.js", "\n\nexports.y = 2;");
    struct diag *d = find(at(a, "x"), "");
    diag_relate(&sink, d, at(b, "y"), "from here");
    expect("error[EC0103]: message\n"
           " --> a.js:1:7\n"
           "  |\n"
           "1 | const x = 1;\n"
           "  |       ^\n"
           "  |\n"
           " ::: lib/b.js:3:9\n"
           "  |\n"
           "3 | exports.y = 2;\n"
           "  |         - from here\n"
           "  |\n"
           "\n");
}
END_TEST

START_TEST(several_lines) {
    const struct source *src = source("x.js", "args: [\n  1,\n],\n");
    (void)find(at(src, "[\n  1,\n]"), "an array");
    expect("error[EC0103]: message\n"
           " --> x.js:1:7\n"
           "  |\n"
           "1 |   args: [\n"
           "  |  _______^\n"
           "2 | |   1,\n"
           "3 | | ],\n"
           "  | |_^ an array\n"
           "  |\n"
           "\n");
}
END_TEST

START_TEST(many_lines) {
    const struct source *src = source("x.js", "a: [\n1,\n2,\n3,\n4,\n5,\n6,\n7\n]");
    (void)find(at(src, "[\n1,\n2,\n3,\n4,\n5,\n6,\n7\n]"), "");
    expect("error[EC0103]: message\n"
           " --> x.js:1:4\n"
           "  |\n"
           "1 |   a: [\n"
           "  |  ____^\n"
           "2 | | 1,\n"
           "3 | | 2,\n"
           "... |\n"
           "8 | | 7\n"
           "9 | | ]\n"
           "  | |_^\n"
           "  |\n"
           "\n");
}
END_TEST

START_TEST(places_without_a_line) {
    const struct source *empty = source("empty.json", ""), *src = source("x.js", "abc");
    (void)find(span_of(empty, 0, 0), "");
    (void)find((struct span){0}, "");
    (void)find(span_of(src, 3, 3), "the end");
    expect("error[EC0103]: message\n"
           " --> empty.json\n"
           "\n"
           "error[EC0103]: message\n"
           "\n"
           "error[EC0103]: message\n"
           " --> x.js:1:4\n"
           "  |\n"
           "1 | abc\n"
           "  |    ^ the end\n"
           "  |\n"
           "\n");
}
END_TEST

/* A long line is shown by a window round the mark; the caret stands under its text. */
START_TEST(long_lines) {
    char *text = arena_alloc(&arena, 100001);
    memset(text, 'x', 100000);
    memcpy(text + _i, "NEEDLE", 6);
    const struct source *src = source("x.js", text);
    (void)find(at(src, "NEEDLE"), "");
    struct report_text_style style = {.color = false, .least = DIAG_HINT};
    report_text(&sink, &style, &out);
    buf_char(&out, 0);
    ck_assert_uint_lt(out.n, 800);
    const char *row = strstr(out.p, "\n1 | ") + 1, *mark = strchr(row, '\n') + 1;
    ck_assert_int_eq(strstr(row, "NEEDLE") - row, strstr(mark, "^^^^^^") - mark);
}
END_TEST

START_TEST(long_lines_of_wide_characters) {
    struct buf text = {0};
    for (int i = 0; i < 200; i++)
        buf_z(&text, "\xe6\x97\xa5");
    buf_z(&text, "NEEDLE");
    for (int i = 0; i < 200; i++)
        buf_z(&text, "\xe6\x97\xa5");
    buf_char(&text, 0);
    const struct source *src = source("x.js", text.p);
    (void)find(at(src, "NEEDLE"), "");
    struct report_text_style style = {.color = false, .least = DIAG_HINT};
    report_text(&sink, &style, &out);
    buf_char(&out, 0);
    ck_assert_ptr_nonnull(strstr(out.p, "NEEDLE"));
    ck_assert_ptr_null(strstr(out.p, "\xef\xbf\xbd")); /* no character was cut in two */
    buf_done(&text);
}
END_TEST

START_TEST(many_marks_in_a_line) {
    const struct source *src = source("x.js", "abcdefghijklmnopqrstuvwxyz");
    struct diag *d = find(at(src, "a"), "");
    for (size_t i = 1; i < 26; i++)
        diag_relate(&sink, d, span_of(src, i, i + 1), "%zu", i);
    struct report_text_style style = {.color = true, .least = DIAG_HINT};
    report_text(&sink, &style, &out);
    buf_char(&out, 0);
    ck_assert_ptr_nonnull(strstr(out.p, "15"));
}
END_TEST

START_TEST(levels_and_colors) {
    const struct source *src = source("x.js", "abc");
    diag_severity_set(&sink, find(at(src, "a"), ""), DIAG_HINT);
    diag_severity_set(&sink, find(at(src, "b"), ""), DIAG_INFO);
    diag_severity_set(&sink, find(at(src, "c"), ""), DIAG_WARNING);
    struct report_text_style style = {.color = true, .least = DIAG_INFO};
    report_text(&sink, &style, &out);
    buf_char(&out, 0);
    ck_assert_ptr_null(strstr(out.p, "hint["));
    ck_assert_ptr_nonnull(strstr(out.p, "\033[1;36minfo[EC0103]"));
    ck_assert_ptr_nonnull(strstr(out.p, "\033[1;33mwarning[EC0103]"));
    style.color = false;
    out.n = 0;
    report_concise(&sink, &style, &out);
    buf_char(&out, 0);
    ck_assert_str_eq(out.p,
                     "x.js:1:2: info: message [EC0103]\nx.js:1:3: warning: message [EC0103]\n");
}
END_TEST

START_TEST(summaries) {
    static const struct {
        size_t counts[4]; /* errors, warnings, infos, hints */
        enum diag_severity least;
        const char *want;
    } cases[] = {
        {{0, 0, 0, 0}, DIAG_INFO, "Found nothing in 1 file, 2 apps.\n"},
        {{1, 0, 0, 0}, DIAG_INFO, "Found 1 error in 1 file, 2 apps.\n"},
        {{2, 3, 0, 1},
         DIAG_INFO,
         "Found 2 errors and 3 warnings (1 hint not shown) in 1 file, 2 apps.\n"},
        {{2, 3, 1, 2},
         DIAG_HINT,
         "Found 2 errors, 3 warnings, 1 info and 2 hints in 1 file, 2 apps.\n"},
        {{0, 0, 0, 2}, DIAG_INFO, "Found nothing (2 hints not shown) in 1 file, 2 apps.\n"},
    };
    static const enum diag_severity order[] = {DIAG_ERROR, DIAG_WARNING, DIAG_INFO, DIAG_HINT};
    for (int k = 0; k < 4; k++)
        sink.count[order[k]] = cases[_i].counts[k];
    struct findings found = {.sink = sink, .n_apps = 2};
    VEC_PUSH(&arena, &found.files, STR("x.js"));
    report_summary(&(struct report){.found = &found, .least = cases[_i].least}, &out);
    buf_char(&out, 0);
    ck_assert_str_eq(out.p, cases[_i].want);
}
END_TEST

static const char *text_of(struct json_object *o, const char *key) {
    struct json_object *member;
    ck_assert_msg(json_object_object_get_ex(o, key, &member), "no %s", key);
    return json_object_get_string(member);
}

static int64_t int_of(struct json_object *o, const char *key) {
    struct json_object *member;
    ck_assert_msg(json_object_object_get_ex(o, key, &member), "no %s", key);
    return json_object_get_int64(member);
}

START_TEST(json_report) {
    const struct source *src = source("x.js", "line\n  caf\xc3\xa9: [\n1]");
    struct diag *d = find(span_of(src, 7, src->text.n), "");
    diag_about(d, STR("api \"quoted\""), STR("args"));
    diag_help(&sink, d, "next");
    diag_note(&sink, d, "note\xff");
    diag_relate(&sink, d, at(src, "line"), "there");
    (void)diag_add(&sink, RULE_UNKNOWN_OPTION, (struct span){0}, "no place");
    struct findings found = {.sink = sink, .n_apps = 4};
    for (int i = 0; i < 3; i++)
        VEC_PUSH(&arena, &found.files, STR("x.js"));
    report_json(&(struct report){.found = &found}, &out);
    buf_char(&out, 0);
    struct json_object *root = json_tokener_parse(out.p), *findings, *summary, *location, *related;
    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(text_of(root, "format_version"), "1.1");
    ck_assert(json_object_object_get_ex(root, "findings", &findings));
    ck_assert_uint_eq(json_object_array_length(findings), 2);
    struct json_object *first = json_object_array_get_idx(findings, 0),
                       *second = json_object_array_get_idx(findings, 1);
    ck_assert_str_eq(text_of(first, "code"), "EC0103");
    ck_assert_str_eq(text_of(first, "name"), "wrong-type");
    ck_assert_str_eq(text_of(first, "severity"), "error");
    ck_assert_str_eq(text_of(first, "confidence"), "high");
    ck_assert_str_eq(text_of(first, "app"), "api \"quoted\"");
    ck_assert_str_eq(text_of(first, "option"), "args");
    ck_assert_str_eq(text_of(first, "help"), "next");
    ck_assert_ptr_null(text_of(first, "profile"));
    ck_assert_uint_eq(strlen(text_of(first, "fingerprint")), 16);
    ck_assert(json_object_object_get_ex(first, "location", &location));
    ck_assert_str_eq(text_of(location, "file"), "x.js");
    ck_assert_int_eq(int_of(location, "line"), 2);
    ck_assert_int_eq(int_of(location, "column"), 3);
    ck_assert_int_eq(int_of(location, "end_line"), 3);
    ck_assert_int_eq(int_of(location, "end_column"), 3);
    ck_assert(json_object_object_get_ex(first, "related", &related));
    ck_assert_str_eq(text_of(json_object_array_get_idx(related, 0), "message"), "there");
    ck_assert_ptr_null(text_of(second, "app"));
    ck_assert_ptr_null(text_of(second, "location"));
    ck_assert(json_object_object_get_ex(root, "summary", &summary));
    ck_assert_int_eq(int_of(summary, "errors"), 1);
    ck_assert_int_eq(int_of(summary, "warnings"), 1);
    ck_assert_int_eq(int_of(summary, "files"), 3);
    ck_assert_int_eq(int_of(summary, "apps"), 4);
    (void)json_object_put(root);
}
END_TEST

/* A pipe is no terminal, so everything is decided by words and variables. */
START_TEST(color_decisions) {
    static const struct {
        const char *when, *force, *clicolor, *no_color;
        bool color;
    } cases[] = {
        {NULL, NULL, NULL, NULL, false},   {"auto", NULL, NULL, NULL, false},
        {"always", NULL, NULL, "1", true}, {"never", "1", "1", NULL, false},
        {NULL, "1", NULL, NULL, true},     {NULL, "0", NULL, NULL, false},
        {NULL, NULL, "1", NULL, true},     {NULL, "1", NULL, "1", true},
        {NULL, NULL, NULL, "", false},
    };
    int fds[2];
    ck_assert_int_eq(pipe(fds), 0);
    const char *names[] = {"FORCE_COLOR", "CLICOLOR_FORCE", "NO_COLOR"};
    const char *values[] = {cases[_i].force, cases[_i].clicolor, cases[_i].no_color};
    for (int i = 0; i < 3; i++)
        (void)(values[i] ? setenv(names[i], values[i], 1) : unsetenv(names[i]));
    ck_assert_int_eq(term_has_color(fds[1], cases[_i].when), cases[_i].color);
    (void)close(fds[0]);
    (void)close(fds[1]);
}
END_TEST

/* Pages stay within 80 columns, except where one word is longer. */
START_TEST(pages_are_narrow) {
    for (unsigned id = 0; id < OPT_COUNT; id++)
        explain_option(&arena, &out, id, (struct explain_style){0});
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        struct diag_rule rule = lint_rules[i];
        rule.bad = rule.good = NULL; /* examples stand as they are */
        explain_rule(&out, &rule, (struct explain_style){0});
    }
    for (struct str rest = {out.p, out.n}; rest.n;) {
        size_t n = str_index(rest, '\n');
        ck_assert_msg(n <= 80, "%.*s", (int)n, rest.p);
        ck_assert_msg(n == 0 || rest.p[n - 1] != ' ', "%.*s|", (int)n, rest.p);
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
}
END_TEST

Suite *suite_report(void) {
    Suite *suite = suite_create("report");
    TCase *tc = tcase_create("report");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, one_line);
    tcase_add_test(tc, tabs_and_wide_characters);
    tcase_add_test(tc, nothing_is_obeyed);
    tcase_add_test(tc, two_marks_in_a_line);
    tcase_add_test(tc, overlapping_marks);
    tcase_add_test(tc, lines_apart);
    tcase_add_test(tc, other_sources);
    tcase_add_test(tc, several_lines);
    tcase_add_test(tc, many_lines);
    tcase_add_test(tc, places_without_a_line);
    tcase_add_loop_test(tc, long_lines, 0, 170);
    tcase_add_loop_test(tc, long_lines, 99830, 99995);
    tcase_add_test(tc, long_lines_of_wide_characters);
    tcase_add_test(tc, many_marks_in_a_line);
    tcase_add_test(tc, levels_and_colors);
    tcase_add_loop_test(tc, summaries, 0, 5);
    tcase_add_test(tc, json_report);
    tcase_add_loop_test(tc, color_decisions, 0, 9);
    tcase_add_test(tc, pages_are_narrow);
    suite_add_tcase(suite, tc);
    return suite;
}
