/* Path patterns. */
#include <check.h>

#include "schema/base/base.h"
#include "schema/unit/glob.h"

static const struct {
    const char *pattern, *path;
    bool covers;
} cases[] = {
    {"a", "a", true},
    {"a", "b", false},
    {"a", "x/a", true},
    {"a", "x/a/y", true},
    {"a", "ab", false},
    {"/a", "x/a", false},
    {"/a", "a/b", true},
    {"./a", "a/b", true},
    {"a/", "a/b", true},
    {"a/b", "a/b/c.js", true},
    {"a/b", "x/a/b", false},
    {"*.js", "x/y.js", true},
    {"*.js", "y.jsx", false},
    {"a/*.js", "a/b/c.js", false},
    {"a/*/c.js", "a/b/c.js", true},
    {"a/**/c.js", "a/c.js", true},
    {"a/**/c.js", "a/x/y/c.js", true},
    {"a/**/c.js", "a/x/y/d.js", false},
    {"**/c.js", "c.js", true},
    {"**/c.js", "x/y/c.js", true},
    {"**/b/*.yaml", "a/b/c/b/d.yaml", true},
    {"a/**", "a/b/c", true},
    {"a?c", "abc", true},
    {"a?c", "a/c", false},
    {"[a-c]x", "bx", true},
    {"[!a-c]x", "bx", false},
    {"[^a-c]x", "dx", true},
    {"[]]x", "]x", true},
    {"[a", "[a", true},
    {"a[/]b", "a/b", false},
    {"\\*", "*", true},
    {"\\*", "a", false},
    {"", "a", false},
    {"*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false},
    {"**/**/**/x", "a/a/a/a/a/a/a/a/a/a/a/a/y", false},
};

START_TEST(patterns) {
    ck_assert_msg(glob_covers(str_of(cases[_i].pattern), str_of(cases[_i].path)) ==
                      cases[_i].covers,
                  "%s %s", cases[_i].pattern, cases[_i].path);
}
END_TEST

Suite *suite_unit_glob(void) {
    Suite *suite = suite_create("unit: glob");
    TCase *tc = tcase_create("glob");
    tcase_add_loop_test(tc, patterns, 0, (int)ARRAY_LEN(cases));
    suite_add_tcase(suite, tc);
    return suite;
}
