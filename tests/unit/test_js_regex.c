/* Regular expressions: the engine itself. What Node makes of them is compared in
 * tests/golden/front/js/regex-*.js; here is what a comparison cannot show. */
#include <check.h>

#include "compiler/front/js_regex.h"

static struct arena arena;
static struct js_regex re;
static const char *why;

static enum js_regex_verdict compile(const char *pattern, const char *flags) {
    return js_regex_compile(&arena, str_of(pattern), str_of(flags), &re, &why);
}

static enum js_regex_result match(const char *text, size_t *groups, long steps) {
    uint16_t units[64];
    struct js_regex_text t = {units, strlen(text), true};
    for (size_t i = 0; i < t.n; i++)
        units[i] = (unsigned char)text[i];
    return js_regex_match(&arena, &re, &t, 0, false, groups, &steps, &why);
}

START_TEST(finds_the_groups) {
    size_t groups[6];
    arena_init(&arena, 0);
    ck_assert_int_eq(compile("(\\d+)-(?<word>[a-z]+)?", ""), JS_REGEX_OK);
    ck_assert_uint_eq(re.n_groups, 3);
    ck_assert(str_eqz(re.names[2], "word"));
    ck_assert_int_eq(match("ab 12-x", groups, 1000), JS_REGEX_MATCH);
    ck_assert_uint_eq(groups[0], 3);
    ck_assert_uint_eq(groups[1], 7);
    ck_assert_uint_eq(groups[2], 3);
    ck_assert_uint_eq(groups[3], 5);
    ck_assert_int_eq(match("12-", groups, 1000), JS_REGEX_MATCH);
    ck_assert_uint_eq(groups[4], SIZE_MAX);
    ck_assert_int_eq(match("none", groups, 1000), JS_REGEX_NO_MATCH);
    arena_done(&arena);
}
END_TEST

START_TEST(gives_up_in_time) {
    size_t groups[4];
    arena_init(&arena, 0);
    ck_assert_int_eq(compile("(a+)+$", ""), JS_REGEX_OK);
    ck_assert_int_eq(match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", groups, 100000),
                     JS_REGEX_GIVEN_UP);
    ck_assert_int_eq(match("aaa", groups, 1000), JS_REGEX_MATCH);
    arena_done(&arena);
}
END_TEST

START_TEST(refuses_and_says_what_is_wrong) {
    static const struct {
        const char *pattern, *flags;
        enum js_regex_verdict verdict;
        const char *why;
    } cases[] = {
        {"(", "", JS_REGEX_WRONG, "Unterminated group"},
        {"a)", "", JS_REGEX_WRONG, "Unmatched ')'"},
        {"*", "", JS_REGEX_WRONG, "Nothing to repeat"},
        {"[z-a]", "", JS_REGEX_WRONG, "Range out of order in character class"},
        {"x{2,1}", "", JS_REGEX_WRONG, "numbers out of order in {} quantifier"},
        {"a", "gg", JS_REGEX_WRONG, "Invalid regular expression flags"},
        {"\\p{Script=Greek}", "u", JS_REGEX_REFUSED, "\\p{...} is not modelled"},
        {"\\p{L", "", JS_REGEX_OK, NULL},
        {"a", "v", JS_REGEX_REFUSED, "the flag v is not modelled"},
        {"(((a{1000}){1000}){1000})", "", JS_REGEX_REFUSED, "the pattern is too large"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        arena_init(&arena, 0);
        ck_assert_msg(compile(cases[i].pattern, cases[i].flags) == cases[i].verdict, "%s: %s",
                      cases[i].pattern, why ? why : "");
        if (cases[i].why)
            ck_assert_str_eq(why, cases[i].why);
        arena_done(&arena);
    }
}
END_TEST

START_TEST(nesting_is_bounded) {
    char deep[3000] = {0};
    memset(deep, '(', 1000);
    memset(deep + 1000, ')', 1000);
    arena_init(&arena, 0);
    ck_assert_int_eq(compile(deep, ""), JS_REGEX_REFUSED);
    arena_done(&arena);
}
END_TEST

Suite *suite_js_regex(void);
Suite *suite_js_regex(void) {
    Suite *s = suite_create("front: js, regular expressions");
    TCase *t = tcase_create("regex");
    suite_add_tcase(s, t);
    tcase_add_test(t, finds_the_groups);
    tcase_add_test(t, gives_up_in_time);
    tcase_add_test(t, refuses_and_says_what_is_wrong);
    tcase_add_test(t, nesting_is_bounded);
    return s;
}
