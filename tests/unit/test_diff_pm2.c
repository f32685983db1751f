/* What PM2 does with whole apps, and the commands that follow. */
#include <check.h>
#include <stdio.h>

#include "compiler/diff_pm2.h"
#include "compiler/diff_value.h"
#include "compiler/shell_word.h"
#include "tests/unit/support.h"

struct seen {
    struct support before, after;
    struct diff diff;
    struct diff_page page;
    struct diff_page_input in;
    struct diff_secrets secrets;
};

static void look(struct seen *s, const char *before, const char *after,
                 const struct diff_target *target) {
    support_plan_of(&s->before, before, "");
    support_plan_of(&s->after, after, "");
    s->secrets = (struct diff_secrets){0};
    s->in = (struct diff_page_input){.diff = &s->diff,
                                     .target = target,
                                     .secrets = &s->secrets,
                                     .file = STR("ecosystem.config.js")};
    diff_plans(&s->before.arena, &s->before.plan, &s->after.plan, &s->diff);
    diff_page(&s->before.arena, &s->in, &s->page);
}

static void done(struct seen *s) {
    support_done(&s->before);
    support_done(&s->after);
}

static const struct diff_target *const reload = &diff_target_pm2_reload,
                                       *const restart = &diff_target_pm2_restart;

/* ---- one app --------------------------------------------------------------------------------- */

static const struct {
    const char *before, *after, *action;
    const struct diff_target *const *target;
} apps[] = {
    {"script: a.js", "script: a.js, args: x", "restart", &reload},
    {"script: a.js, instances: 2", "script: a.js, instances: 2, args: x", "reload", &reload},
    {"script: a.js, instances: 2", "script: a.js, instances: 2, args: x", "restart", &restart},
    {"script: a.js, instances: 2", "script: a.js, instances: 3", "scale", &reload},
    {"script: a.js, instances: 2", "script: a.js, instances: 3, args: x", "reload", &reload},
    {"script: a.js, instances: 2", "script: b.js, instances: 3, args: x", "recreate", &reload},
    /* one process in fork mode becomes four in cluster mode, which no scale does */
    {"script: a.js", "script: a.js, instances: 4", "recreate", &reload},
    {"script: a.js, env: {A: 1}", "script: a.js", "stays", &reload},
    {"script: a.js, env: {A: 1}", "script: a.js, env: {B: 1}", "restart", &reload},
    {"script: a.js, kill_timeout: 9000", "script: a.js", "stays", &reload},
    {"script: a.js, kill_timeout: 9000", "script: a.js, kill_timeout: 0", "stays", &reload},
    {"script: a.js, port: 3000", "script: a.js, port: 4000", "recreate", &reload},
    {"script: a.js, env: {PORT: 3000}", "script: a.js, env: {PORT: 4000}", "restart", &reload},
    {"script: a.js, autorestart: false", "script: a.js", "restart", &reload},
    {"script: a.js", "script: a.js, http: {port: 1}", "nothing", &reload},
    {"script: a.js", "script: a.js, time: true", "restart", &reload},
    {"script: a.js, time: true", "script: a.js", "stays", &reload},
    {"script: a.js, time: true", "script: a.js, time: false", "stays", &reload},
    /* the interpreter follows from the script, and is as stuck */
    {"script: a.js", "script: a.py", "recreate", &reload},
    {"script: a.js, instances: 1, cron: 0 1 * * *", "script: a.js, instances: 1, cron: 0 2 * * *",
     "restart", &reload},
    {"script: a.js, instances: 1", "script: a.js, instances: 1, cron: 0 2 * * *", "reload",
     &reload},
    {"script: a.js, cron: 0 1 * * *", "script: a.js, cron: 0 2 * * *", "restart", &reload},
};

START_TEST(an_app_needs_the_most_of_its_changes) {
    struct seen s;
    char before[256], after[256];
    (void)snprintf(before, sizeof before, "{name: a, %s}", apps[_i].before);
    (void)snprintf(after, sizeof after, "{name: a, %s}", apps[_i].after);
    look(&s, before, after, *apps[_i].target);
    ck_assert_uint_eq(s.page.n_apps, 1);
    ck_assert_msg(strcmp(s.page.apps[0].action->word, apps[_i].action) == 0, "%s: %s, not %s",
                  after, s.page.apps[0].action->word, apps[_i].action);
    bool is_caused = s.page.apps[0].action->tone == TONE_NONE;
    for (size_t i = 0; i < s.page.apps[0].n_lines; i++)
        is_caused = is_caused || s.page.apps[0].lines[i].is_cause;
    ck_assert_msg(is_caused, "%s: no cause", after);
    done(&s);
}
END_TEST

/* ---- commands -------------------------------------------------------------------------------- */

static void expect_commands(const struct diff_page *page, const char *const *expected, size_t n) {
    for (size_t i = 0; i < n && i < page->n_commands; i++)
        ck_assert_msg(str_eqz(page->commands[i], expected[i]), "%.*s, not %s",
                      STR_ARG(page->commands[i]), expected[i]);
    ck_assert_uint_eq(page->n_commands, n);
}

START_TEST(commands_start_first_and_delete_last) {
    static const char *const before =
        "[{name: grows, script: a.js, instances: 2},\n"
        " {name: rolls, script: a.js, instances: 2},\n"
        " {name: forked, script: a.js, env: {OLD: 1}},\n"
        " {name: moves, script: a.js},\n"
        " {name: gone, script: a.js}, {name: 'gone too', script: a.js},\n"
        " {name: same, script: a.js}]";
    static const char *const after = "[{name: moves, script: b.js},\n"
                                     " {name: forked, script: a.js, args: x},\n"
                                     " {name: rolls, script: a.js, instances: 2, args: x},\n"
                                     " {name: grows, script: a.js, instances: 0, args: x},\n"
                                     " {name: same, script: a.js}, {name: new, script: c.js}]";
    static const char *const expected[] = {
        "pm2 start ecosystem.config.js --only new",
        "pm2 scale grows $(nproc)",
        "pm2 reload ecosystem.config.js --only rolls,grows",
        "pm2 restart ecosystem.config.js --only forked",
        "pm2 delete moves",
        "pm2 start ecosystem.config.js --only moves",
        "pm2 delete gone 'gone too'",
        "# forked: as before until pm2 delete forked and a start: env.OLD",
        "# grows: as before until pm2 delete grows and a start: merge_logs",
    };
    struct seen s;
    look(&s, before, after, reload);
    expect_commands(&s.page, expected, ARRAY_LEN(expected));
    ck_assert_msg(str_starts(s.page.remark, STR("6 of 10 changes will not take effect with pm2 "
                                                "reload; pm2 reload of the file also takes 1 "
                                                "unchanged app")),
                  "%.*s", STR_ARG(s.page.remark));
    done(&s);
}
END_TEST

/* Two names on one port: cluster mode shares it, fork mode does not. */
START_TEST(a_renamed_app_makes_room_or_overlaps) {
    static const struct {
        const char *mode, *expected[2];
    } cases[] = {
        {"fork", {"pm2 delete old", "pm2 start ecosystem.config.js --only new"}},
        {"cluster", {"pm2 start ecosystem.config.js --only new", "pm2 delete old"}},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct seen s;
        char before[128], after[128];
        (void)snprintf(before, sizeof before, "{name: old, script: a.js, exec_mode: %s}",
                       cases[i].mode);
        (void)snprintf(after, sizeof after, "{name: new, script: a.js, exec_mode: %s}",
                       cases[i].mode);
        look(&s, before, after, reload);
        ck_assert_uint_eq(s.page.n_apps, 2);
        s.page.apps[0].other_name = STR("old");
        s.page.apps[1].other_name = STR("new");
        reload->judge(&s.before.arena, &s.in, &s.page);
        expect_commands(&s.page, cases[i].expected, 2);
        done(&s);
    }
}
END_TEST

START_TEST(the_profile_goes_with_the_file) {
    struct seen s;
    look(&s, "{name: a, script: a.js}", "{name: a, script: a.js, args: x}", restart);
    s.in.profile = STR("production");
    s.in.file = STR("my apps.json");
    restart->judge(&s.before.arena, &s.in, &s.page);
    expect_commands(
        &s.page, (const char *const[]){"pm2 restart 'my apps.json' --only a --env production"}, 1);
    struct str assuming = restart->assuming(&s.before.arena, &s.in);
    ck_assert_msg(str_eqz(assuming, "pm2 restart 'my apps.json' --env production"), "%.*s",
                  STR_ARG(assuming));
    done(&s);
}
END_TEST

START_TEST(a_name_that_only_cannot_say) {
    struct seen s;
    look(&s, "{name: 'a b', script: a.js}", "{name: 'a b', script: a.js, args: x}", restart);
    ck_assert_uint_eq(s.page.n_commands, 1);
    ck_assert(str_starts(s.page.commands[0], STR("# a b: --only takes no name")));
    done(&s);
}
END_TEST

START_TEST(scale_takes_a_number_only) {
    static const struct {
        const char *instances, *command;
    } cases[] = {
        {"4", "pm2 scale a 4"},
        {"max", "pm2 scale a $(nproc)"},
        {"-1", "pm2 scale a $(($(nproc) - 1))"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct seen s;
        char after[128];
        (void)snprintf(after, sizeof after,
                       "{name: a, script: a.js, exec_mode: cluster, instances: %s}",
                       cases[i].instances);
        look(&s, "{name: a, script: a.js, exec_mode: cluster, instances: 2}", after, reload);
        expect_commands(&s.page, &cases[i].command, 1);
        ck_assert_uint_eq(s.page.apps[0].n_commands, 1);
        done(&s);
    }
}
END_TEST

/* A name is somebody's text, and commands and notes go to a terminal. */
START_TEST(control_characters_are_shown) {
    struct seen s;
    look(&s,
         "[{name: \"a\\e[1m\", script: a.js, kill_timeout: 2s}, {name: \"b\\n\", script: b.js}]",
         "[{name: \"a\\e[1m\", script: a.js}]", reload);
    for (size_t i = 0; i < s.page.n_commands; i++)
        ck_assert_ptr_null(memchr(s.page.commands[i].p, 0x1b, s.page.commands[i].n));
    ck_assert_uint_eq(s.page.n_commands, 2);
    ck_assert_uint_eq(s.page.apps[0].n_lines, 1);
    struct str note = s.page.apps[0].lines[0].note;
    ck_assert(note.n > 0 && memchr(note.p, 0x1b, note.n) == NULL);
    done(&s);
}
END_TEST

START_TEST(words_are_quoted_where_a_shell_would_split_them) {
    static const char *const cases[][2] = {
        {"a-b_c.js", "a-b_c.js"}, {"", "''"},
        {"a b", "'a b'"},         {"$(x)", "'$(x)'"},
        {"it's", "'it'\\''s'"},   {"@scope/api", "@scope/api"},
    };
    struct arena a;
    arena_init(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str got = shell_word(&a, str_of(cases[i][0]));
        ck_assert_msg(str_eqz(got, cases[i][1]), "%.*s", STR_ARG(got));
    }
    arena_done(&a);
}
END_TEST

START_TEST(targets_are_found_by_name_and_command) {
    ck_assert_ptr_eq(diff_target_find("ecort", NULL), &diff_target_ecort);
    ck_assert_ptr_eq(diff_target_find("pm2", NULL), &diff_target_pm2_reload);
    ck_assert_ptr_eq(diff_target_find("pm2", "start"), &diff_target_pm2_start);
    ck_assert_ptr_null(diff_target_find("pm2", "kill"));
    ck_assert_ptr_null(diff_target_find("ecort", "start"));
    ck_assert_ptr_null(diff_target_find("systemd", NULL));
}
END_TEST

Suite *suite_diff_pm2(void) {
    Suite *suite = suite_create("diff_pm2");
    TCase *tc = tcase_create("diff_pm2");
    tcase_add_loop_test(tc, an_app_needs_the_most_of_its_changes, 0, (int)ARRAY_LEN(apps));
    tcase_add_test(tc, commands_start_first_and_delete_last);
    tcase_add_test(tc, a_renamed_app_makes_room_or_overlaps);
    tcase_add_test(tc, the_profile_goes_with_the_file);
    tcase_add_test(tc, a_name_that_only_cannot_say);
    tcase_add_test(tc, scale_takes_a_number_only);
    tcase_add_test(tc, control_characters_are_shown);
    tcase_add_test(tc, words_are_quoted_where_a_shell_would_split_them);
    tcase_add_test(tc, targets_are_found_by_name_and_command);
    suite_add_tcase(suite, tc);
    return suite;
}
