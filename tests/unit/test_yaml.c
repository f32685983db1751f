/* The YAML front end: where values stand, what errors say. What values are is the case documents'
 * job (tests/golden/front/yaml, e2e/yaml-differential). */
#include <check.h>
#include <stdio.h>

#include "compiler/front/front.h"
#include "lint/lint.h"

Suite *suite_yaml(void);

static struct arena arena;
static struct diag_sink sink;
static const struct source *src;

static void setup(void) {
    arena_init(&arena, 0);
}

static void teardown(void) {
    arena_done(&arena);
}

static const struct value *load(struct str text) {
    diag_sink_init(&sink, &arena, lint_rules, RULE_COUNT);
    struct front *front = arena_new(&arena, struct front);
    front->arena = &arena;
    front->sink = &sink;
    src = source_new(&arena, STR("app.yaml"), STR("/srv/app.yaml"), text);
    return front_yaml(front, src);
}

static void check_span(struct span span, const char *want) {
    ck_assert_ptr_eq(span.src, src);
    ck_assert_uint_le(span.begin, span.end);
    ck_assert_uint_le(span.end, src->text.n);
    struct str got = {src->text.p + span.begin, span.end - span.begin};
    ck_assert_msg(str_eqz(got, want), "span is \"%.*s\", not \"%s\"", STR_ARG(got), want);
}

static void check_member(const struct value *object, const char *key, const char *key_text,
                         const char *value_text) {
    const struct member *m = value_member(object, str_of(key));
    ck_assert_msg(m != NULL, "no %s", key);
    check_span(m->key_span, key_text);
    check_span(m->value->span, value_text);
}

START_TEST(spans) {
    const struct value *v = load(STR("# top\n"
                                     "plain: a b # c\n"
                                     "'q': \"x y\"\n"
                                     "tagged: &a !!str 12\n"
                                     "flow: [1, {k: v}]\n"
                                     "block: |\n  one\n  two\n\n"
                                     "list:\n  - p\n  - q: 1\n    r: 2\n\n"
                                     "empty:\n"
                                     "alias: *a\n"));
    ck_assert_ptr_nonnull(v);
    check_member(v, "plain", "plain", "a b");
    check_member(v, "q", "'q'", "\"x y\"");
    check_member(v, "tagged", "tagged", "12");
    check_member(v, "flow", "flow", "[1, {k: v}]");
    check_member(v, "block", "block", "|\n  one\n  two");
    check_member(v, "list", "list", "- p\n  - q: 1\n    r: 2");
    check_member(v, "empty", "empty", "");
    check_member(v, "alias", "alias", "12");
    const struct value *list = value_get(v, STR("list"));
    check_span(list->array.at[1]->span, "q: 1\n    r: 2");
    ck_assert_ptr_eq(value_get(v, STR("alias")), value_get(v, STR("tagged")));
}
END_TEST

/* libyaml counts characters, spans count bytes. */
START_TEST(spans_wide) {
    static const char body[] = "ключ: значение\r\n\"😀\": [é, \"ü\"]\nsep: x\xe2\x80\xa8y\nlast: z";
    char text[sizeof body + 3];
    for (size_t bom = 0; bom <= 3; bom += 3) {
        memcpy(text, "\xef\xbb\xbf", 3);
        memcpy(text + bom, body, sizeof body);
        const struct value *v = load((struct str){text, bom + sizeof body - 1});
        ck_assert_ptr_nonnull(v);
        check_member(v, "ключ", "ключ", "значение");
        check_member(v, "😀", "\"😀\"", "[é, \"ü\"]");
        check_span(value_get(v, STR("😀"))->array.at[1]->span, "\"ü\"");
        check_member(v, "sep", "sep", "x\xe2\x80\xa8y");
        ck_assert(str_eqz(value_get(v, STR("sep"))->string, "x\xe2\x80\xa8y"));
        check_member(v, "last", "last", "z");
    }
}
END_TEST

/* Beyond the 64 characters between two points of the offset table. */
START_TEST(spans_far) {
    char text[4096];
    size_t n = 0;
    for (int i = 0; i < 100; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "ü%d: é%d😀\n", i, i);
    const struct value *v = load((struct str){text, n});
    for (int i = 0; i < 100; i++) {
        struct str key = arena_fmt(&arena, "ü%d", i), value = arena_fmt(&arena, "é%d😀", i);
        check_member(v, key.p, key.p, value.p);
    }
}
END_TEST

static void check_error(struct str text, unsigned rule, const char *message, const char *at) {
    ck_assert_ptr_null(load(text));
    ck_assert_uint_eq(sink.list.n, 1);
    const struct diag *d = sink.list.at[0];
    ck_assert_uint_eq(d->rule, rule);
    ck_assert_msg(str_eqz(d->message, message), "got: %.*s", STR_ARG(d->message));
    check_span(d->span, at);
}

START_TEST(errors) {
    check_error(STR("é: @x\n"), RULE_PARSE_ERROR,
                "the file cannot be parsed: \"@\" cannot begin a value", "@");
    ck_assert(sink.list.at[0]->help.n > 0);
    check_error(STR("a: 1\n\tb: 2\n"), RULE_PARSE_ERROR,
                "the file cannot be parsed: a tab is used to indent", "\t");
    check_error(
        STR("ü: *é\n"), RULE_PARSE_ERROR,
        "the file cannot be parsed: the name of an anchor or alias has a character other than "
        "letters, digits, - and _",
        "é");
    check_error(STR("ü: *nope\n"), RULE_PARSE_ERROR,
                "the file cannot be parsed: the alias *nope names no anchor", "*nope");
    check_error(STR("a: !env X\n"), RULE_PARSE_ERROR,
                "the file cannot be parsed: the tag !env is not known to the YAML reader",
                "!env X");
    check_error(STR("é: 1\nb: \x01\n"), RULE_PARSE_ERROR,
                "the file cannot be parsed: a control character stands in the text", "\x01");
    check_error(STR("a: 1\n---\nb: 2\n"), RULE_PARSE_ERROR,
                "the file cannot be parsed: a second document begins", "---");
    check_error(STR(""), RULE_PARSE_ERROR,
                "the file is empty: it has no value, and nothing is started from it", "");
    check_error(STR("a: \"x\n"), RULE_PARSE_ERROR,
                "the file cannot be parsed: a quoted text is not closed", "");
    ck_assert_uint_eq(sink.list.at[0]->related.n, 1);
    check_span(sink.list.at[0]->related.at[0].span, "\"");
}
END_TEST

START_TEST(duplicates) {
    check_error(STR("env:\n  A: 1\n  B: 2\n  A: 3\n"), RULE_DUPLICATE_KEY,
                "PM2 refuses the file: the key \"A\" is given twice in one mapping", "A");
    const struct diag *d = sink.list.at[0];
    ck_assert_uint_eq(source_place(src, d->span.begin).line, 4);
    ck_assert_uint_eq(d->related.n, 1);
    ck_assert_uint_eq(source_place(src, d->related.at[0].span.begin).line, 2);
    ck_assert_ptr_null(load(STR("{a: 1, a: 2, b: {c: 1, c: 2}}")));
    ck_assert_uint_eq(sink.list.n, 2);
}
END_TEST

START_TEST(cycles) {
    check_error(STR("a: &x\n  b: [*x]\n"), RULE_PARSE_ERROR,
                "the file cannot be parsed: the alias *x stands inside what it names, without end",
                "*x");
}
END_TEST

START_TEST(bombs) {
    struct str text = STR("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c <= 'z'; c++)
        text = arena_fmt(&arena, "%.*s%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n",
                         STR_ARG(text), c, c, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1,
                         c - 1, c - 1, c - 1);
    check_error(
        text, RULE_PARSE_ERROR,
        "the file cannot be parsed: the alias *e makes it more than 1000000 values when written "
        "out",
        "*e");
    /* A chain of merges doubles nothing: it is refused by its count of keys only. */
    ck_assert_ptr_nonnull(load(STR("a: &a {k: v}\nb: &b {<<: [*a, *a, *a]}\nc: {<<: [*b, *b]}\n")));
}
END_TEST

START_TEST(many_keys_are_fast) {
    struct str text = {"", 0};
    char *all = arena_alloc(&arena, 2000000);
    for (int i = 0; i < 100000; i++)
        text.n += (size_t)snprintf(all + text.n, 20, "k%d: %d\n", i, i);
    text.p = all;
    const struct value *v = load(text);
    ck_assert_ptr_nonnull(v);
    ck_assert_uint_eq(v->object.n, 100000);
}
END_TEST

START_TEST(dates_and_merges) {
    const struct value *v = load(STR("b: &b {x: 1}\nv: 2024-01-01\nu: {<<: *b, y: 2}\n"));
    const struct value *date = value_get(v, STR("v"));
    ck_assert_int_eq(date->kind, VALUE_OTHER);
    ck_assert(str_eqz(date->other.what, "a Date"));
    ck_assert(str_eqz(date->other.text, "\"2024-01-01T00:00:00.000Z\""));
    /* A merged key keeps the place where it was written. */
    const struct member *m = value_member(value_get(v, STR("u")), STR("x"));
    ck_assert_uint_eq(source_place(src, m->key_span.begin).line, 1);
}
END_TEST

Suite *suite_yaml(void) {
    Suite *suite = suite_create("front: yaml");
    TCase *tcase = tcase_create("all");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, spans);
    tcase_add_test(tcase, spans_wide);
    tcase_add_test(tcase, spans_far);
    tcase_add_test(tcase, errors);
    tcase_add_test(tcase, duplicates);
    tcase_add_test(tcase, cycles);
    tcase_add_test(tcase, bombs);
    tcase_add_test(tcase, many_keys_are_fast);
    tcase_add_test(tcase, dates_and_merges);
    suite_add_tcase(suite, tcase);
    return suite;
}
