/* The judgement over every combination of facts, and text in columns. */
#include <check.h>
#include <stdio.h>

#include "compiler/columns.h"
#include "lint/advice.h"
#include "schema/base/utf8.h"

/* Each bit of n is one fact; what cannot be is left out. */
static bool facts_of(unsigned n, struct advice_facts *f) {
    *f = (struct advice_facts){.is_read = n & 1,
                               .is_plain = n & 2,
                               .listens = n & 4,
                               .has_own_port = n & 8,
                               .writes_files = n & 16,
                               .has_queue = n & 32,
                               .forks = n & 64,
                               .is_cluster = n & 128,
                               .is_many_cluster = n & 256,
                               .is_many_fork = n & 512,
                               .breaks = {n & 1024 ? 1 : 0, n & 2048 ? 2 : 0},
                               .weakens = n & 4096 ? 1 : 0,
                               .errors = n & 8192 ? 1 : 0,
                               .warnings = n & 16384 ? 1 : 0};
    return (f->is_cluster || !f->is_many_cluster) && (f->listens || !f->has_own_port);
}

enum { FACTS = 1 << 15 };

START_TEST(scales_only_what_is_known_to_be_right) {
    struct advice_facts f;
    for (unsigned n = 0; n < FACTS; n++) {
        if (!facts_of(n, &f))
            continue;
        struct advice_verdict v = advice_judge(&f);
        bool many = f.is_many_cluster || f.is_many_fork;
        bool grows = v.count == COUNT_MAX || v.count == COUNT_SOME;
        if (v.mode == ADVICE_CLUSTER || grows)
            ck_assert_msg(f.is_read && f.is_plain && !f.breaks[0] && !f.breaks[1] && !f.forks, "%x",
                          n);
        if (v.mode == ADVICE_CLUSTER)
            ck_assert_msg(f.listens, "%x", n);
        if (grows)
            ck_assert_msg(!many && !(f.listens && f.writes_files), "%x", n);
        if (v.mode == ADVICE_AS_IS)
            ck_assert_msg(v.count == COUNT_KEEP && !f.is_read, "%x", n);
        if (f.breaks[0] && f.is_many_cluster)
            ck_assert_msg(v.mode == ADVICE_FORK && v.count == COUNT_ONE, "%x", n);
    }
}
END_TEST

START_TEST(risk_grows_with_what_is_wrong) {
    struct advice_facts f;
    for (unsigned n = 0; n < FACTS; n++) {
        if (!facts_of(n, &f))
            continue;
        enum advice_risk risk = advice_judge(&f).risk;
        bool many = f.is_many_cluster || f.is_many_fork;
        bool quiet = !f.errors && !f.warnings && !(f.is_cluster && f.breaks[0]) &&
                     !(many && (f.breaks[0] || f.breaks[1] || f.weakens));
        ck_assert_msg((risk == RISK_LOW) == (quiet && f.is_read), "%x", n);
        ck_assert_msg((risk == RISK_UNKNOWN) == (quiet && !f.is_read), "%x", n);
        if (f.errors || (f.is_many_cluster && f.breaks[0]))
            ck_assert_msg(risk == RISK_HIGH, "%x", n);
    }
}
END_TEST

START_TEST(judgements) {
    static const struct {
        const char *what;
        struct advice_facts f;
        struct advice_verdict v;
    } cases[] = {
        {"stateless server, alone",
         {.is_read = true, .is_plain = true, .listens = true},
         {ADVICE_CLUSTER, COUNT_MAX, RISK_LOW}},
        {"stateless server, several",
         {.is_read = true,
          .is_plain = true,
          .listens = true,
          .is_cluster = true,
          .is_many_cluster = true},
         {ADVICE_CLUSTER, COUNT_KEEP, RISK_LOW}},
        {"stateful server, several",
         {.is_read = true,
          .is_plain = true,
          .listens = true,
          .is_cluster = true,
          .is_many_cluster = true,
          .breaks = {1, 0}},
         {ADVICE_FORK, COUNT_ONE, RISK_HIGH}},
        {"stateful server, alone in cluster mode",
         {.is_read = true, .is_plain = true, .listens = true, .is_cluster = true, .breaks = {1, 0}},
         {ADVICE_FORK, COUNT_ONE, RISK_MEDIUM}},
        {"stateful server, alone",
         {.is_read = true, .is_plain = true, .listens = true, .breaks = {1, 0}},
         {ADVICE_FORK, COUNT_ONE, RISK_LOW}},
        {"rate limit in memory, several",
         {.is_read = true,
          .is_plain = true,
          .listens = true,
          .is_cluster = true,
          .is_many_cluster = true,
          .weakens = 1},
         {ADVICE_CLUSTER, COUNT_KEEP, RISK_MEDIUM}},
        {"writes files, alone",
         {.is_read = true, .is_plain = true, .listens = true, .writes_files = true},
         {ADVICE_FORK, COUNT_ONE, RISK_LOW}},
        {"queue worker",
         {.is_read = true, .is_plain = true, .has_queue = true},
         {ADVICE_FORK, COUNT_SOME, RISK_LOW}},
        {"queue worker in cluster mode",
         {.is_read = true,
          .is_plain = true,
          .has_queue = true,
          .is_cluster = true,
          .is_many_cluster = true},
         {ADVICE_FORK, COUNT_KEEP, RISK_LOW}},
        {"a port each",
         {.is_read = true,
          .is_plain = true,
          .listens = true,
          .has_own_port = true,
          .is_many_fork = true,
          .breaks = {2, 0}},
         {ADVICE_FORK, COUNT_KEEP, RISK_MEDIUM}},
        {"python in cluster mode",
         {.is_cluster = true, .is_many_cluster = true, .errors = 1},
         {ADVICE_FORK, COUNT_ONE, RISK_HIGH}},
        {"source not found",
         {.is_plain = true, .is_cluster = true, .is_many_cluster = true},
         {ADVICE_AS_IS, COUNT_KEEP, RISK_UNKNOWN}},
    };
    struct advice_verdict v = advice_judge(&cases[_i].f);
    ck_assert_msg(
        v.mode == cases[_i].v.mode && v.count == cases[_i].v.count && v.risk == cases[_i].v.risk,
        "%s: mode %d count %d risk %d", cases[_i].what, (int)v.mode, (int)v.count, (int)v.risk);
}
END_TEST

/* ---- columns --------------------------------------------------------------------------------- */

START_TEST(lines_break_at_blanks) {
    static const struct {
        const char *text;
        unsigned width;
        size_t n;
    } cases[] = {
        {"", 5, 0},        {"abc", 3, 3},          {"abc def", 5, 3},
        {"abc def", 3, 3}, {"abc def", 7, 7},      {"abcdef gh", 4, 4},
        {" abc", 2, 2},    {"\xe4\xb8\xad", 1, 3}, {"a\xe4\xb8\xad", 2, 1},
    };
    ck_assert_uint_eq(columns_line(str_of(cases[_i].text), cases[_i].width), cases[_i].n);
}
END_TEST

START_TEST(rows_are_wrapped) {
    static const unsigned widths[] = {4, 6};
    struct buf out = {0};
    columns_row(&out, 1, widths,
                (struct column_cell[]){{STR("ab"), NULL}, {STR("one two three"), "<"}}, 2);
    buf_char(&out, '\0');
    ck_assert_str_eq(out.p, " ab    <one\x1b[0m\n       <two\x1b[0m\n       <three\x1b[0m\n");
    buf_done(&out);
}
END_TEST

/* No line is wider than its columns, and no byte but blanks is lost, at any width. */
START_TEST(nothing_is_lost) {
    static const char text[] =
        "set exec_mode: 'cluster' and instances: 'max' \xe2\x80\x94 \xe4\xb8\xad\xe6\x96\x87";
    for (unsigned width = 2; width < 60; width++) {
        struct str rest = str_of(text);
        size_t kept = 0;
        while (rest.n) {
            size_t n = columns_line(rest, width);
            ck_assert_uint_gt(n, 0);
            ck_assert_uint_le(utf8_width((struct str){rest.p, n}), width);
            kept += n;
            rest = str_skip(rest, n);
        }
        ck_assert_uint_eq(kept, sizeof text - 1);
    }
}
END_TEST

Suite *suite_advice(void) {
    Suite *suite = suite_create("advice");
    TCase *tc = tcase_create("advice");
    tcase_add_test(tc, scales_only_what_is_known_to_be_right);
    tcase_add_test(tc, risk_grows_with_what_is_wrong);
    tcase_add_loop_test(tc, judgements, 0, 12);
    tcase_add_loop_test(tc, lines_break_at_blanks, 0, 9);
    tcase_add_test(tc, rows_are_wrapped);
    tcase_add_test(tc, nothing_is_lost);
    suite_add_tcase(suite, tc);
    return suite;
}
