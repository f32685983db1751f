/* Suppressions: which comments are comments, what they cover, what is wrong with them. Each case
 * is a text in which `@` marks places; the findings of EC0210 there are hidden or not. */
#include <check.h>
#include <stdio.h>

#include "compiler/comments.h"
#include "compiler/suppress.h"
#include "lint/lint.h"

static struct arena arena;

static void setup(void) {
    arena_init(&arena, 0);
}

static void teardown(void) {
    arena_done(&arena);
}

enum { PLACES_MOST = 16 };

struct marked {
    const struct source *src;
    uint32_t at[PLACES_MOST];
    size_t n;
};

/* The text without its marks. */
static struct marked marked(const char *name, const char *text) {
    struct marked m = {0};
    size_t n = 0;
    char *plain = arena_array(&arena, char, strlen(text) + 1);
    for (; *text; text++) {
        if (*text == '@')
            m.at[m.n++] = (uint32_t)n;
        else
            plain[n++] = *text;
    }
    m.src = source_new(&arena, str_of(name), str_of(name), (struct str){plain, n});
    return m;
}

static const struct {
    const char *name, *text, *hidden; /* per mark: y or n */
} covers[] = {
    {"a.js", "@a(5) // ecoc-ignore EC0210: why\n@b", "yn"},
    {"a.js", "// ecoc-ignore EC0210: why\n@a\n@b", "yn"},
    {"a.js", "// ecoc-ignore-next-line EC0210: why\n\n// more\n/* and */\n  @a\n@b", "yn"},
    {"a.js", "/* ecoc-ignore EC0210: why */ @a\n@b", "yn"},
    {"a.js", "@a /* ecoc-ignore\n EC0210: why */ @b", "nn"},
    {"a.js", "/**\n * ecoc-ignore ms-looks-like-seconds: why\n */\n@a\n@b", "yn"},
    {"a.js", "// ecoc-ignore EC0101, EC0210 : why\n@a", "y"},
    {"a.js", "// ecoc-ignore EC0101: EC0210\n@a", "n"},
    {"a.js", "// ecoc-ignore EC0210\n@a", "n"},
    {"a.js", "// ecoc-ignore EC0210:   \n@a", "n"},
    {"a.js", "// see ecoc-ignore EC0210: why\n@a", "n"},
    {"a.js", "'// ecoc-ignore EC0210: why'\n@a", "n"},
    {"a.js", "\"\\\"\" // ecoc-ignore EC0210: why\n@a", "n"},
    {"a.js", "x = '\\\n' // ecoc-ignore EC0210: why\n@a", "n"},
    {"a.js", "`\n// ecoc-ignore EC0210: why\n@a`", "n"},
    {"a.js", "`${ /* ` */ '}' }\n// ecoc-ignore EC0210: why\n@a`", "n"},
    {"a.js", "`${ `${ {} }` // ecoc-ignore EC0210: why\n@}`\n@a", "nn"},
    {"a.js", "`${ 1 }`\n// ecoc-ignore EC0210: why\n@a", "y"},
    {"a.js", "x = /[/\"]/ // ecoc-ignore EC0210: why\n@a", "n"},
    {"a.js", "@x = /[/\"]/ // ecoc-ignore EC0210: why", "y"},
    {"a.js", "return /'/ // ecoc-ignore EC0210: why\n", ""},
    {"a.js", "@(a) / 2 // ecoc-ignore EC0210: why", "y"},
    {"a.js", "@a\n// ecoc-ignore-file EC0210: why\n@b", "yy"},
    {"a.js", "@a\n// ecoc-ignore-start EC0210: why\n@b\n@c\n// ecoc-ignore-end\n@d", "nyyn"},
    {"a.js", "// ecoc-ignore-start EC0210: why\n@a", "y"},
    {"a.js",
     "// ecoc-ignore-start EC0210: x\n// ecoc-ignore-start EC0101: y\n// ecoc-ignore-end\n@a\n"
     "// ecoc-ignore-end EC0210\n@b",
     "yn"},
    {"a.js", "#!/usr/bin/env node // ecoc-ignore EC0210: no\n@a", "n"},
    {"a.json", "{ \"//ecoc-ignore\": \"EC0210: why\", @a: { @b: 1 } }, @c", "yyn"},
    {"a.json", "@{ a: { \"//ecoc-ignore\" : \"EC0210: why\" @}, @b }", "nyn"},
    {"a.json", "[{ @a, \"//ecoc-ignore\": [\"EC0101: x\", \"EC0210: y\"] }, @b]", "yn"},
    {"a.json", "{ \"//ecoc-ignore-file\": \"EC0210: why\", @a } @b", "yy"},
    {"a.json", "[\"//ecoc-ignore\", \"EC0210: why\", @a]", "n"},
    {"a.json", "{ a: \"//ecoc-ignore\", b: \"EC0210: why\", @c: 1 }", "n"},
    {"a.yaml", "@a: 5 # ecoc-ignore EC0210: why\n@b: 5", "yn"},
    {"a.yaml", "# ecoc-ignore EC0210: why\n\n# more\n@a: 5\n@b: 5", "yn"},
    {"a.yaml", "a: x# ecoc-ignore EC0210: why\n@b: 5", "n"},
    {"a.yaml", "a: 'x # ecoc-ignore-file EC0210: why'\n@b: 5", "n"},
    {"a.yaml", "a: 'it''s # ecoc-ignore-file EC0210: why\n x'\n@b: 5", "n"},
    {"a.yaml", "a: \"\\\" # ecoc-ignore-file EC0210: why\"\n@b: 5", "n"},
    {"a.yaml", "a: it's # ecoc-ignore-file EC0210: why\n@b: 5", "y"},
    {"a.yaml", "a: |\n  # ecoc-ignore-file EC0210: why\n@b: 5", "n"},
    {"a.yaml", "a: >- # ecoc-ignore-file EC0210: why\n  text\n@b: 5", "y"},
    {"a.yaml", "- a: |+\n\n    # ecoc-ignore-file EC0210: why\n  @b: 5", "n"},
    {"a.yaml", "- a: |\n    text\n  # ecoc-ignore-file EC0210: why\n  @b: 5", "y"},
    {"a.yaml", "- |\n # ecoc-ignore-file EC0210: why\n- @b: 5", "n"},
    {"a.yaml", "- |\n text\n# ecoc-ignore-file EC0210: why\n- @b: 5", "y"},
    {"a.yaml", "--- |\n# ecoc-ignore-file EC0210: why\n---\n@b: 5", "n"},
    {"a.yaml", "a: !!str |\n  # ecoc-ignore-file EC0210: why\n@b: 5", "n"},
    {"a.yaml", "a: [ 'x', \"# ecoc-ignore-file EC0210: why\", b ]\n@b: 5", "n"},
    {"a.yaml", "a: { b: x # ecoc-ignore-file EC0210: why\n }\n@b: 5", "y"},
    {"a.yaml", "a: b | c\n# ecoc-ignore-file EC0210: why\n@b: 5", "y"},
    {"a.yaml", "\xef\xbb\xbf# ecoc-ignore EC0210: why\r\n@b: 5\r\n@c: 5", "yn"},
    {"a.yaml", "[\"//ecoc-ignore\", {}]\n@b", "n"},
};

START_TEST(comments_cover) {
    struct marked m = marked(covers[_i].name, covers[_i].text);
    struct diag_sink sink;
    struct suppress suppress;
    struct findings found = {0};
    char hidden[PLACES_MOST + 1] = "";
    diag_sink_init(&sink, &arena, lint_rules, RULE_COUNT);
    suppress_init(&suppress, &arena);
    ck_assert_uint_eq(m.n, strlen(covers[_i].hidden));
    for (size_t i = 0; i < m.n; i++) {
        struct span span = span_of(m.src, m.at[i], m.at[i] + 1);
        (void)diag_add(&sink, RULE_MS_AS_SECONDS, span, "%zu", i);
        hidden[i] = 'n';
    }
    suppress_apply(&suppress, &sink, &found);
    ck_assert_uint_eq(found.hidden.n + sink.list.n, m.n);
    ck_assert_uint_eq(sink.count[DIAG_WARNING], sink.list.n);
    for (size_t i = 0; i < found.hidden.n; i++)
        hidden[found.hidden.at[i].d->message.p[0] - '0'] = 'y';
    ck_assert_msg(strcmp(hidden, covers[_i].hidden) == 0, "%s: %s, not %s", covers[_i].text, hidden,
                  covers[_i].hidden);
}
END_TEST

/* A finding is hidden at its related place too: the hazard in a service's source. */
START_TEST(related_places_count) {
    const struct source *config = marked("a.yaml", "apps: []\n").src,
                        *code = marked("b.ts", "x;\ny; // ecoc-ignore EC0210: locked in SQL\n").src;
    struct diag_sink sink;
    struct suppress suppress;
    struct findings found = {0};
    diag_sink_init(&sink, &arena, lint_rules, RULE_COUNT);
    suppress_init(&suppress, &arena);
    struct diag *d = diag_add(&sink, RULE_MS_AS_SECONDS, span_of(config, 0, 4), "one");
    diag_relate(&sink, d, span_of(code, 0, 1), "here");
    diag_relate(&sink, d, span_of(code, 3, 4), "and here");
    d = diag_add(&sink, RULE_MS_AS_SECONDS, span_of(config, 0, 4), "two");
    diag_relate(&sink, d, span_of(code, 0, 1), "only here");
    suppress_apply(&suppress, &sink, &found);
    ck_assert_uint_eq(sink.list.n, 1);
    ck_assert_uint_eq(found.hidden.n, 1);
    ck_assert(str_eqz(found.hidden.at[0].reason, "locked in SQL"));
}
END_TEST

static bool not_ms(const void *context, unsigned rule) {
    (void)context;
    return rule != RULE_MS_AS_SECONDS;
}

/* What is said about comments that hide nothing. */
START_TEST(mistakes_are_found) {
    static const struct {
        const char *text;
        unsigned rule;   /* RULE_COUNT: nothing is said */
        const char *fix; /* the text after the fix; NULL: there is none */
    } cases[] = {
        {"a // ecoc-ignore EC0101: why\nb", RULE_UNUSED_SUPPRESSION, "a\nb"},
        {"// ecoc-ignore EC0101: why\nb", RULE_UNUSED_SUPPRESSION, "b"},
        {"  // ecoc-ignore EC0101: why\r\nb", RULE_UNUSED_SUPPRESSION, "b"},
        {"a /* ecoc-ignore EC0101: why */ b", RULE_UNUSED_SUPPRESSION, "a  b"},
        {"// ecoc-ignore-start EC0101: why\nb\n// ecoc-ignore-end\nc", RULE_UNUSED_SUPPRESSION,
         "b\nc"},
        {"// ecoc-ignore EC0210: not judged\nb", RULE_COUNT, NULL},
        {"// ecoc-ignore EC0101\nb", RULE_SUPPRESSION_REASON, NULL},
        {"// ecoc-ignore\nb", RULE_UNKNOWN_RULE, NULL},
        {"// ecoc-ignore : why\nb", RULE_UNKNOWN_RULE, NULL},
        {"// ecoc-ignore-line EC0101: why\nb", RULE_UNKNOWN_RULE, NULL},
        {"// ecoc-ignore-end\nb", RULE_UNKNOWN_RULE, NULL},
        {"// ecoc-ignore EC9999: why\nb", RULE_UNKNOWN_RULE, NULL},
        {"// ecoc-ignore unknown-optoin: why\nb", RULE_UNKNOWN_RULE,
         "// ecoc-ignore unknown-option: why\nb"},
        {"// ecoc-ignore EC0219: why\nb", RULE_COUNT, NULL},
    };
    const struct source *src = marked("a.js", cases[_i].text).src;
    struct diag_sink sink;
    struct suppress suppress;
    diag_sink_init(&sink, &arena, lint_rules, RULE_COUNT);
    suppress_init(&suppress, &arena);
    suppress_report(suppress_read(&suppress, src), &sink, not_ms, NULL);
    if (strstr(cases[_i].text, "EC0219")) { /* near several codes or none: nothing is guessed */
        ck_assert_uint_eq(sink.list.n, 1);
        ck_assert_int_eq(sink.list.at[0]->fix, DIAG_FIX_NONE);
        return;
    }
    ck_assert_uint_eq(sink.list.n, cases[_i].rule != RULE_COUNT);
    if (sink.list.n == 0)
        return;
    const struct diag *d = sink.list.at[0];
    ck_assert_uint_eq(d->rule, cases[_i].rule);
    ck_assert_uint_eq(d->edits.n > 0, cases[_i].fix != NULL);
    char text[200] = "";
    size_t at = 0;
    for (size_t i = 0; i < d->edits.n; i++) {
        struct span span = d->edits.at[i].span;
        strncat(text, src->text.p + at, span.begin - at);
        strncat(text, d->edits.at[i].text.p, d->edits.at[i].text.n);
        at = span.end;
    }
    strncat(text, src->text.p + at, src->text.n - at);
    if (cases[_i].fix)
        ck_assert_str_eq(text, cases[_i].fix);
}
END_TEST

Suite *suite_suppress(void) {
    Suite *suite = suite_create("suppress");
    TCase *tc = tcase_create("suppress");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, comments_cover, 0, (int)ARRAY_LEN(covers));
    tcase_add_test(tc, related_places_count);
    tcase_add_loop_test(tc, mistakes_are_found, 0, 14);
    suite_add_tcase(suite, tc);
    return suite;
}
