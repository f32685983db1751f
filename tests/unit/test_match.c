/* Globs, and the lines of a .gitignore. */
#include <check.h>

#include "lint/match.h"

START_TEST(globs) {
    static const struct {
        const char *pattern, *path;
        bool match;
    } cases[] = {
        {"a.log", "a.log", true},
        {"*.log", "a.log", true},
        {"*.log", "logs/a.log", false},
        {"**/*.log", "logs/a.log", true},
        {"**/*.log", "a.log", true},
        {"logs/**", "logs/a/b.log", true},
        {"logs/**", "logs", false},
        {"a?c", "abc", true},
        {"a?c", "a/c", false},
        {"[ab].js", "b.js", true},
        {"[!ab].js", "b.js", false},
        {"[a-c]x", "bx", true},
        {"[", "[", true},
        {"{src,lib}/*.js", "lib/a.js", true},
        {"{src,lib}/*.js", "bin/a.js", false},
        {"**", "a/b/c", true},
        {"*", "", true},
        {"", "a", false},
        {"a*b*c", "aXbXbc", true},
        {"{a", "{a", true},
    };
    ck_assert_msg(match_glob(str_of(cases[_i].pattern), str_of(cases[_i].path)) == cases[_i].match,
                  "%s against %s", cases[_i].pattern, cases[_i].path);
}
END_TEST

START_TEST(covers) {
    static const struct {
        const char *pattern, *path;
        bool covers;
    } cases[] = {
        {"logs", "logs/api.log", true},
        {"./logs/", "logs/api.log", true},
        {"logs", "var/logs/api.log", true},
        {"var/logs", "var/logs/api.log", true},
        {"logs/x", "logs/api.log", false},
        {"*.log", "logs/api.log", true},
        {"node_modules", "logs/a.log", false},
        {"**/*.log", "a.log", true},
        {"", "a", false},
        {"./", "a", false},
    };
    ck_assert_msg(match_covers(str_of(cases[_i].pattern), str_of(cases[_i].path)) ==
                      cases[_i].covers,
                  "%s over %s", cases[_i].pattern, cases[_i].path);
}
END_TEST

START_TEST(gitignore) {
    static const struct {
        const char *text, *path;
        bool ignored;
    } cases[] = {
        {"logs/\n", "logs/api.log", true},
        {"logs/\n", "logs", false}, /* a file of that name */
        {"*.log\n", "a/b/c.log", true},
        {"/logs\n", "a/logs/x", false},
        {"a/logs\r\n", "a/logs/x", true},
        {"# logs\n\n", "logs/x", false},
        {"*.log\n!keep.log\n", "logs/keep.log", false},
        {"logs\n!logs/keep.log\n", "logs/keep.log", true},
        {"logs", "logs/x", true},
        {"**/logs/*", "a/logs/x", true},
        {"", "x", false},
    };
    ck_assert_msg(match_gitignore(str_of(cases[_i].text), str_of(cases[_i].path)) ==
                      cases[_i].ignored,
                  "%s for %s", cases[_i].path, cases[_i].text);
}
END_TEST

Suite *suite_match(void) {
    Suite *suite = suite_create("match");
    TCase *tc = tcase_create("match");
    tcase_add_loop_test(tc, globs, 0, 20);
    tcase_add_loop_test(tc, covers, 0, 10);
    tcase_add_loop_test(tc, gitignore, 0, 11);
    suite_add_tcase(suite, tc);
    return suite;
}
