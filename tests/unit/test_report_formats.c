/* Formats at their edges: what XML cannot hold, what a comment has no room for, findings without a
 * place, twins. */
#include <check.h>
#include <json-c/json.h>

#include "compiler/report.h"
#include "compiler/xml.h"
#include "lint/lint.h"

static struct arena arena;
static struct findings found;
static struct buf out;

static void setup(void) {
    arena_init(&arena, 0);
    found = (struct findings){0};
    diag_sink_init(&found.sink, &arena, lint_rules, RULE_COUNT);
    out = (struct buf){0};
}

static void teardown(void) {
    buf_done(&out);
    arena_done(&arena);
}

static const struct report *report(void) {
    static struct report r;
    r = (struct report){.found = &found, .least = DIAG_INFO, .root = STR("/r")};
    return &r;
}

static const char *text(void) {
    buf_char(&out, 0);
    return out.p;
}

START_TEST(xml_holds_any_bytes) {
    static const struct {
        struct str text;
        const char *xml;
    } cases[] = {
        {STR("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c'"},
        {STR("\x01\x1b[1m"), "\xef\xbf\xbd\xef\xbf\xbd[1m"},
        {STR("a\nb\tc"), "a&#10;b&#9;c"},
        {STR("\xff\xc3\xa9"), "\xef\xbf\xbd\xc3\xa9"},
        {STR("\xed\xa0\x80"), "\xef\xbf\xbd"},
        {STR("\xef\xbf\xbf"), "\xef\xbf\xbd"},
    };
    xml_text(&out, cases[_i].text);
    ck_assert_str_eq(text(), cases[_i].xml);
}
END_TEST

START_TEST(nothing_is_a_report_too) {
    for (const struct report_format *f = report_formats; f->name; f++) {
        out.n = 0;
        f->write(report(), &out);
        ck_assert_msg(f->write == report_lines || out.n > 0, "%s", f->name);
    }
}
END_TEST

/* Findings of no place, and two that are the same but for their line. */
START_TEST(twins_and_strays) {
    const struct source *src = source_new(&arena, STR("x"), STR("/r/x y"), STR("a\nb\n"));
    (void)diag_add(&found.sink, RULE_WRONG_TYPE, (struct span){0}, "nowhere");
    (void)diag_add(&found.sink, RULE_WRONG_TYPE, span_of(src, 0, 1), "twin");
    (void)diag_add(&found.sink, RULE_WRONG_TYPE, span_of(src, 2, 3), "twin");
    report_gitlab(report(), &out);
    struct json_object *list = json_tokener_parse(text()), *one, *two;
    ck_assert_uint_eq(json_object_array_length(list), 3);
    (void)json_object_object_get_ex(json_object_array_get_idx(list, 1), "fingerprint", &one);
    (void)json_object_object_get_ex(json_object_array_get_idx(list, 2), "fingerprint", &two);
    ck_assert_str_ne(json_object_get_string(one), json_object_get_string(two));
    (void)json_object_put(list);
    for (const struct report_format *f = report_formats; f->name; f++) {
        out.n = 0;
        f->write(report(), &out);
        ck_assert_ptr_nonnull(strstr(text(), f->write == report_json ? "\"nowhere\"" : "nowhere"));
    }
}
END_TEST

START_TEST(markdown_fits_a_comment) {
    const struct source *src = source_new(&arena, STR("x"), STR("/r/x"), STR("a\n"));
    for (int i = 0; i < 2000; i++)
        (void)diag_add(&found.sink, RULE_WRONG_TYPE, span_of(src, 0, 1),
                       "finding %d with | and <b> and *stars* and `a|b <i>`", i);
    report_markdown(report(), &out);
    ck_assert_uint_lt(out.n, 61000);
    const char *all = text();
    ck_assert_ptr_nonnull(strstr(all, " more are not in this table."));
    ck_assert_ptr_nonnull(strstr(all, "</details>"));
    ck_assert_ptr_nonnull(
        strstr(all, "finding 0 with \\| and &lt;b> and \\*stars\\* and `a\\|b <i>`"));
}
END_TEST

START_TEST(github_escapes) {
    const struct source *src = source_new(&arena, STR("x"), STR("/r/a:b,c%"), STR("a\n"));
    struct diag *d = diag_add(&found.sink, RULE_WRONG_TYPE, span_of(src, 0, 1), "50%% of ::x");
    diag_note(&found.sink, d, "a\rb");
    report_github(report(), &out);
    ck_assert_ptr_nonnull(strstr(
        text(),
        "::error title=EC0103 (wrong-type),file=a%3Ab%2Cc%25,line=1,endLine=1,col=1,endColumn=2::"
        "50%25 of ::x%0Anote: a%0Db\n"));
}
END_TEST

Suite *suite_report_formats(void) {
    Suite *suite = suite_create("report formats");
    TCase *tc = tcase_create("formats");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, xml_holds_any_bytes, 0, 6);
    tcase_add_test(tc, nothing_is_a_report_too);
    tcase_add_test(tc, twins_and_strays);
    tcase_add_test(tc, markdown_fits_a_comment);
    tcase_add_test(tc, github_escapes);
    suite_add_tcase(suite, tc);
    return suite;
}
