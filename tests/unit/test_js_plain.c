/* The short way through a file of data gives the tree that the general parser gives, or none. */
#include "lint/syntax/js_plain.h"

#include <check.h>

static bool is_same(const struct js_node *x, const struct js_node *y) {
    for (; x && y; x = x->next, y = y->next)
        if (x->kind != y->kind || x->field != y->field || x->op != y->op || x->marks != y->marks ||
            x->begin != y->begin || x->end != y->end || !is_same(x->first, y->first))
            return false;
    return !x && !y;
}

/* Whether it is taken as plain; if so, its tree has to be the general one. */
static bool check_text(struct str text) {
    struct arena a;
    struct js_tree tree;
    arena_init(&a, 0);
    const struct js_node *plain = js_plain_parse(&a, text);
    const struct source *src = source_new(&a, STR("x.js"), STR("/x.js"), text);
    if (plain) {
        ck_assert(js_tree_scan(&a, src, &tree));
        ck_assert_msg(!tree.is_partial, "has wrong syntax: %.*s", STR_ARG(text));
        ck_assert_msg(is_same(plain, tree.root), "another tree: %.*s", STR_ARG(text));
    }
    arena_done(&a);
    return plain != NULL;
}

static const char *const data[] = {
    "module.exports = {};",
    "  // first\n\nmodule.exports = { apps: [1, 'x', \"y\",], \"b\": -2, 3: true } ; // last\n\n",
    "module.exports = []\n",
    "({a: null, b: false}) \n",
    "(/* x */ [[], {}, [0, 0.5, 10.25]] /* y */)",
    "module.exports = {\r\n  name: 'api', // \xe6\x9c\x8d\xe5\x8a\xa1\r\n  args: "
    "'\\'\\n\\\\',\r\n};\r\n",
    "module.exports = { default: 1, class: 2, if: 3, typeof: 4, of: 5, $a_1: 6, true: 7, in: 8 };",
    "/* a */ module.exports /* b */ = /* c */ { /* d */ a /* e */ : /* f */ 1 /* g */ , /* h */ };",
};

static const char *const other[] = {
    "",
    ";",
    "module.exports = {}; module.exports = {};",
    "module.exports = {} // no semicolon",
    "module.exports = { a };",
    "module.exports = { a: b };",
    "module.exports = { get a() {} };",
    "module.exports = { get: 1 };",
    "module.exports = [1,,2];",
    "module.exports = [01];",
    "module.exports = [1.];",
    "module.exports = [1n];",
    "module.exports = ['\\x41'];",
    "module.exports = ['\xff'];",
    "module.exports = ['\xe2\x80\xa8'];",
    "module.exports = ['a\nb'];",
    "module.exports = {} /x/g;",
    "module.exports = {",
    "module.exports = 'a",
    "exports.apps = [];",
    "({a: 1}",
    "({a: 1}))",
    "({a: 1}).b",
    "[1]",
    "module.exports = trueish;",
    "module.exports = -x;",
    "module.exports = { ...a };",
    "module.exports = { [a]: 1 };",
    "module.exports = { 'a' };",
    "module.exports = { a: 1 b: 2 };",
    "module.exports = { , };",
    "module.exports = /* a",
};

START_TEST(test_data) {
    ck_assert_msg(check_text(str_of(data[_i])), "not taken: %s", data[_i]);
}
END_TEST

START_TEST(test_other) {
    ck_assert_msg(!check_text(str_of(other[_i])), "taken: %s", other[_i]);
}
END_TEST

/* One byte more, or another one, at each place. */
START_TEST(test_mutants) {
    static const char odd[] = " \n/*'\"\\,:;.-+0a1={}[]()`<!$#n\r\x01\xc3";
    struct str base = str_of(data[_i]);
    char text[256];
    size_t taken = 0;
    ck_assert_uint_lt(base.n + 1, sizeof text);
    for (size_t at = 0; at < base.n; at++)
        for (size_t k = 0; k < sizeof odd - 1; k++)
            for (size_t skip = 0; skip < 2; skip++) {
                memcpy(text, base.p, at);
                text[at] = odd[k];
                memcpy(text + at + 1, base.p + at + skip, base.n - at - skip);
                taken += check_text((struct str){text, base.n + 1 - skip});
            }
    ck_assert_uint_gt(taken, 10);
}
END_TEST

START_TEST(test_deep) {
    char text[300];
    for (int depth = 10; depth < 140; depth += 50) {
        struct str s = {text, (size_t)depth * 2 + 2};
        text[0] = '(';
        memset(text + 1, '[', (size_t)depth);
        memset(text + 1 + depth, ']', (size_t)depth);
        text[s.n - 1] = ')';
        ck_assert_int_eq(check_text(s), depth < 64);
    }
}
END_TEST

Suite *suite_js_plain(void) {
    Suite *s = suite_create("js_plain");
    TCase *t = tcase_create("js_plain");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, test_data, 0, (int)ARRAY_LEN(data));
    tcase_add_loop_test(t, test_other, 0, (int)ARRAY_LEN(other));
    tcase_add_loop_test(t, test_mutants, 0, (int)ARRAY_LEN(data));
    tcase_add_test(t, test_deep);
    suite_add_tcase(s, t);
    return s;
}
