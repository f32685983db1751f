/* JSON as configuration files have it. */
#include <check.h>

#include "lint/scan/json.h"

static struct arena arena;

static void set_up(void) {
    arena_init(&arena, 0);
}

static void tear_down(void) {
    arena_done(&arena);
}

static const struct json *read_json(const char *text) {
    return json_read(&arena, str_of(text));
}

START_TEST(values) {
    const struct json *v =
        read_json("\xef\xbb\xbf{\"a\": [1, -2.5e3, true, false, null, \"x\", {}, [],], }");
    const struct json *item = json_member(v, STR("a"))->first;
    static const enum json_kind kinds[] = {JSON_NUMBER, JSON_NUMBER, JSON_BOOL,   JSON_BOOL,
                                           JSON_NULL,   JSON_STRING, JSON_OBJECT, JSON_ARRAY};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++, item = item->next)
        ck_assert_int_eq(item->kind, kinds[i]);
    ck_assert_ptr_null(item);
    item = json_member(v, STR("a"))->first;
    ck_assert(str_eqz(item->next->text, "-2.5e3"));
    ck_assert(item->next->next->truth && !item->next->next->next->truth);
}
END_TEST

START_TEST(members) {
    const struct json *v = read_json("{\"a\": \"x\", \"b\": 1, \"a\": \"y\"}");
    ck_assert(str_eqz(json_member_text(v, "a"), "y"));
    ck_assert_uint_eq(json_member_text(v, "b").n, 0);
    ck_assert_ptr_null(json_member(v, STR("c")));
    ck_assert_ptr_null(json_member(NULL, STR("c")));
    ck_assert_ptr_null(json_member(read_json("[1]"), STR("c")));
}
END_TEST

START_TEST(comments) {
    const struct json *v =
        read_json("// one\n{ /* two */ \"a\" /**/ : // three\n \"b//c\" /* */ , // x\n} // end");
    ck_assert_ptr_nonnull(v);
    ck_assert(str_eqz(json_member_text(v, "a"), "b//c"));
}
END_TEST

static const char *const strings[][2] = {
    {"\"\"", ""},
    {"\"a\\n\\t\\\"\\\\\\/\\b\\f\\r\"", "a\n\t\"\\/\b\f\r"},
    {"\"\\u0041\\u00e9\\u20ac\"", "A\xc3\xa9\xe2\x82\xac"},
    {"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80"},
    {"\"\\ud83dx\"", "\xef\xbf\xbdx"},
    {"\"\\ud83d\\u0041\"", "\xef\xbf\xbd"
                           "A"},
    {"\"\\ude00\"", "\xef\xbf\xbd"},
};

START_TEST(escapes) {
    const struct json *v = read_json(strings[_i][0]);
    ck_assert_ptr_nonnull(v);
    ck_assert_msg(str_eqz(json_text(v), strings[_i][1]), "%s", strings[_i][0]);
}
END_TEST

static const char *const wrong[] = {
    "",       "{",   "[1",      "[1 2]",   "{\"a\"}",    "{\"a\":}",
    "{a: 1}", "\"a", "\"a\n\"", "\"\\x\"", "\"\\u12\"",  "\"\\ud83d\\u1\"",
    "\"\\",   "1 2", "tru",     "-",       "{\"a\":1}}", "/* a",
    "[,]",    "'a'", "{,}",
};

START_TEST(refuses) {
    ck_assert_msg(!read_json(wrong[_i]), "%s", wrong[_i]);
}
END_TEST

START_TEST(depth) {
    for (unsigned n = JSON_DEPTH; n <= JSON_DEPTH + 1; n++) {
        char text[2 * (JSON_DEPTH + 1) + 1] = "";
        for (unsigned i = 0; i < n; i++) {
            text[i] = '[';
            text[2 * n - 1 - i] = ']';
        }
        ck_assert_int_eq(read_json(text) != NULL, n == JSON_DEPTH);
    }
}
END_TEST

Suite *suite_scan_json(void);
Suite *suite_scan_json(void) {
    Suite *s = suite_create("scan_json");
    TCase *t = tcase_create("json");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, values);
    tcase_add_test(t, members);
    tcase_add_test(t, comments);
    tcase_add_loop_test(t, escapes, 0, (int)ARRAY_LEN(strings));
    tcase_add_loop_test(t, refuses, 0, (int)ARRAY_LEN(wrong));
    tcase_add_test(t, depth);
    suite_add_tcase(s, t);
    return s;
}
