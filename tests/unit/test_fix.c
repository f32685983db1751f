/* Edits: where they may be made, which of them go together, and the diffs that show them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/fix.h"
#include "compiler/unified.h"
#include "lint/lint.h"
#include "schema/base/edit.h"

static struct arena arena;
static struct diag_sink sink;

static void setup(void) {
    arena_init(&arena, 0);
    diag_sink_init(&sink, &arena, lint_rules, RULE_COUNT);
}

static void teardown(void) {
    arena_done(&arena);
}

/* The text between two `^`, which are taken out. */
static struct span marked(const char *text) {
    const char *from = strchr(text, '^'), *to = strrchr(text, '^');
    ck_assert(from && to > from);
    struct str plain = arena_fmt(&arena, "%.*s%.*s%s", (int)(from - text), text,
                                 (int)(to - from - 1), from + 1, to + 1);
    const struct source *src = source_new(&arena, STR("a.js"), STR("/r/a.js"), plain);
    return span_of(src, (size_t)(from - text), (size_t)(to - text) - 1);
}

START_TEST(edits_need_the_very_text) {
    static const struct {
        const char *text, *result; /* NULL: no edit */
    } keys[] =
        {
            {"{ ^old^: 1 }", "{ new: 1 }"}, {"{ ^'old'^ : 1 }", "{ 'new' : 1 }"},
            {"^old^:\n  1", "new:\n  1"},   {"{ ^old^ }", NULL},
            {"{ ^old^, }", NULL},           {"{ ^[old]^: 1 }", NULL},
            {"{ ^'ol\\x64'^: 1 }", NULL},   {"{ ^old^() {} }", NULL},
        },
      values[] = {
          {"{ key: ^'old'^ }", "{ key: 'new' }"},
          {"{ 'key' : ^\"old\"^, }", "{ 'key' : \"new\", }"},
          {"key: ^old^ # c", "key: new # c"},
          {"key:\n  ^old^\n", "key:\n  new\n"},
          {"key: ^old^", "key: new"},
          {"const t = ^'old'^", NULL},
          {"{ key: x ? 1 : ^'old'^ }", NULL},
          {"{ other: ^'old'^ }", NULL},
          {"{ key: ^'old'^ + x }", NULL},
          {"{ key: ^'old'^.x }", NULL},
          {"{ key: ^old()^ }", NULL},
          {"{ key: [^'old'^] }", NULL},
          {"^'old'^", NULL},
      };
    size_t n_keys = ARRAY_LEN(keys), i = (size_t)_i;
    const char *text = i < n_keys ? keys[i].text : values[i - n_keys].text,
               *result = i < n_keys ? keys[i].result : values[i - n_keys].result;
    struct span span = marked(text);
    struct diag *d = diag_add(&sink, RULE_WRONG_TYPE, span, "x");
    bool made = i < n_keys
                    ? edit_key(&sink, d, DIAG_FIX_SAFE, span, STR("old"), STR("new"))
                    : edit_text(&sink, d, DIAG_FIX_SAFE, STR("key"), span, STR("old"), STR("new"));
    ck_assert_msg(made == (result != NULL), "%s", text);
    ck_assert_uint_eq(d->edits.n, made);
    if (!made)
        return;
    struct str all = span.src->text;
    struct diag_edit edit = d->edits.at[0];
    struct str got = arena_fmt(&arena, "%.*s%.*s%s", (int)edit.span.begin, all.p,
                               STR_ARG(edit.text), all.p + edit.span.end);
    ck_assert_str_eq(got.p, result);
}
END_TEST

static int read_below(struct files *self, struct str path, size_t limit, struct arena *a,
                      struct str *bytes, struct err *err) {
    (void)self, (void)path, (void)limit, (void)a, (void)err;
    *bytes = STR("abcdefgh");
    return 0;
}

static enum file_kind kind_below(struct files *self, struct str path) {
    (void)self, (void)path;
    return FILE_REGULAR;
}

static void finding(const struct source *src, enum diag_fix fix, unsigned begin, unsigned end,
                    unsigned begin2, unsigned end2) {
    struct diag *d = diag_add(&sink, RULE_WRONG_TYPE, span_of(src, begin, end), "x");
    diag_fix(&sink, d, fix, span_of(src, begin, end), STR("X"));
    if (end2)
        diag_fix(&sink, d, fix, span_of(src, begin2, end2), STR("Y"));
}

/* First come, first served; a fix in parts is made whole or not; the same one twice is one. */
START_TEST(fixes_that_overlap) {
    static struct files below = {.read = read_below, .kind = kind_below};
    struct overlay overlay;
    struct findings found = {0};
    struct str text;
    struct err err;
    overlay_init(&overlay, &arena, &below);
    const struct source *src = source_new(&arena, STR("a"), STR("/r/a"), STR("abcdefgh")),
                        *other = source_new(&arena, STR("b"), STR("/elsewhere/b"), STR("abcdefgh"));
    finding(src, DIAG_FIX_SAFE, 1, 2, 0, 0);   /* b -> X */
    finding(src, DIAG_FIX_SAFE, 1, 2, 0, 0);   /* the same */
    finding(src, DIAG_FIX_SAFE, 0, 2, 0, 0);   /* overlaps */
    finding(src, DIAG_FIX_SAFE, 4, 5, 1, 3);   /* its second part overlaps */
    finding(src, DIAG_FIX_UNSAFE, 6, 7, 0, 0); /* not asked for */
    finding(other, DIAG_FIX_SAFE, 1, 2, 0, 0); /* not below the root */
    finding(src, DIAG_FIX_SAFE, 7, 8, 3, 4);   /* h -> X, d -> Y */
    found.sink = sink;
    struct fix_wish wish = {DIAG_HINT, false, STR("/r")};
    struct fix_counts counts = fix_apply(&found, &wish, &overlay);
    ck_assert_uint_eq(counts.made, 3);
    ck_assert_uint_eq(counts.unsafe_left, 1);
    ck_assert_uint_eq(overlay.list.n, 1);
    ck_assert_int_eq(overlay.files.read(&overlay.files, STR("/r/a"), 100, &arena, &text, &err), 0);
    ck_assert_str_eq(text.p, "aXcYefgX");
    ck_assert(str_eqz(overlay.list.at[0].base, "abcdefgh"));
    ck_assert_int_lt(overlay.files.read(&overlay.files, STR("/r/a"), 3, &arena, &text, &err), 0);
    wish.least = DIAG_ERROR + 1;
    ck_assert_uint_eq(fix_apply(&found, &wish, &overlay).made, 0);
}
END_TEST

/* Applies a unified diff by the book: context and removed lines must be there. */
static struct str apply(struct str old, struct str diff) {
    struct buf out = {0};
    size_t at = 0, line = 1;
    for (size_t i = 0; i < diff.n;) {
        struct str row = str_skip(diff, i);
        row.n = str_index(row, '\n');
        i += row.n + 1;
        unsigned first, n = 1;
        if (row.p[0] == '@') {
            int fields = sscanf(row.p, "@@ -%u,%u", &first, &n);
            ck_assert_int_ge(fields, 1);
            if (fields == 1)
                n = 1;
            for (size_t stop = n ? first : first + 1; line < stop; line++) {
                size_t size = str_index(str_skip(old, at), '\n') + 1;
                buf_add(&out, old.p + at, size);
                at += size;
            }
            continue;
        }
        if (row.p[0] == '\\')
            ck_abort_msg("every text here ends with a line end");
        if (str_starts(row, STR("--- ")) || str_starts(row, STR("+++ ")))
            continue;
        struct str content = str_skip(row, 1);
        if (row.p[0] != '+') {
            ck_assert(str_starts(str_skip(old, at), content));
            at += content.n;
            at += at < old.n;
            line++;
        }
        if (row.p[0] != '-') {
            buf_str(&out, content);
            buf_char(&out, '\n');
        }
    }
    buf_str(&out, str_skip(old, at));
    struct str result = arena_str(&arena, (struct str){out.p ? out.p : "", out.n});
    buf_done(&out);
    return result;
}

static struct str random_text(unsigned *seed, size_t lines, unsigned letters) {
    struct buf out = {0};
    for (size_t i = 0; i < lines; i++) {
        *seed = *seed * 1103515245 + 12345;
        buf_fmt(&out, "line %c\n", 'a' + (int)(*seed >> 16) % (int)letters);
    }
    struct str result = arena_str(&arena, (struct str){out.p ? out.p : "", out.n});
    buf_done(&out);
    return result;
}

static const struct source *source_of(struct str text) {
    return source_new(&arena, STR("f"), STR("/f"), text);
}

START_TEST(diffs_say_what_changed) {
    unsigned seed = (unsigned)_i + 1;
    struct str old = random_text(&seed, (size_t)_i % 41, 2 + (unsigned)_i % 9),
               new = random_text(&seed, (size_t)_i % 37, 2 + (unsigned)_i % 9);
    struct buf out = {0};
    unified_diff(&arena, STR("f"), source_of(old), source_of(new), &out);
    buf_char(&out, 0);
    struct str got = apply(old, (struct str){out.p, out.n - 1});
    ck_assert_msg(str_eq(got, new), "%s", out.p);
    buf_done(&out);
}
END_TEST

/* Without the hidden context, and still a diff that applies. */
START_TEST(context_ends_before_a_secret) {
    struct str old = STR("1\n2\n3\nsecret\n5\n6\n7\n"), new = STR("1\n2\n3!\nsecret\n5\n6!\n7\n");
    const struct source *before = source_of(old), *after = source_of(new);
    struct buf out = {0};
    source_hide(&arena, span_of(before, 6, 12));
    source_hide(&arena, span_of(after, 7, 13));
    unified_diff(&arena, STR("f"), before, after, &out);
    ck_assert(str_eq(apply(old, (struct str){out.p, out.n}), new));
    buf_char(&out, 0);
    ck_assert_str_eq(out.p, "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n 1\n 2\n-3\n+3!\n"
                            "@@ -5,3 +5,3 @@\n 5\n-6\n+6!\n 7\n");
    buf_done(&out);
}
END_TEST

START_TEST(long_diffs_stay_right) {
    unsigned seed = 7;
    struct str old = random_text(&seed, 3000, 20), new = random_text(&seed, 2500, 20);
    struct buf out = {0};
    unified_diff(&arena, STR("f"), source_of(old), source_of(new), &out);
    ck_assert(str_eq(apply(old, (struct str){out.p, out.n}), new));
    buf_done(&out);
}
END_TEST

START_TEST(two_changes_far_apart_are_two_hunks) {
    struct buf out = {0};
    unified_diff(&arena, STR("f"), source_of(STR("1\n2\n3\n4\n5\n6\n7\n8\n9\n")),
                 source_of(STR("1!\n2\n3\n4\n5\n6\n7\n8\n9!")), &out);
    buf_char(&out, 0);
    ck_assert_str_eq(out.p, "--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n-1\n+1!\n 2\n 3\n 4\n"
                            "@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+9!\n\\ No newline at end of file\n");
    buf_done(&out);
}
END_TEST

Suite *suite_fix(void) {
    Suite *suite = suite_create("fix");
    TCase *tc = tcase_create("fix");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, edits_need_the_very_text, 0, 21);
    tcase_add_test(tc, fixes_that_overlap);
    tcase_add_loop_test(tc, diffs_say_what_changed, 1, 200);
    tcase_add_test(tc, long_diffs_stay_right);
    tcase_add_test(tc, context_ends_before_a_secret);
    tcase_add_test(tc, two_changes_far_apart_are_two_hunks);
    suite_add_tcase(suite, tc);
    return suite;
}
