/* Alternatives by the same condition go together; what holds in all of them is said once. */
#include <check.h>
#include <stdio.h>

#include "lint/lint.h"
#include "tests/unit/support.h"

static void lint_js(struct support *s, const char *text) {
    support_js(s, FRONT_SYMBOLIC, text, NULL);
    support_bind(s);
    support_lint(s);
}

static const struct diag *find(const struct support *s, unsigned rule) {
    for (size_t i = 0; i < s->sink.list.n; i++)
        if (s->sink.list.at[i]->rule == rule)
            return s->sink.list.at[i];
    return NULL;
}

START_TEST(combinations) {
    static const struct {
        const char *app;
        unsigned rule;
        size_t n;
        const char *when; /* NULL: no condition */
    } cases[] = {
        /* the same condition: fork with one, cluster with four */
        {"script: 'a.js', instances: p ? 4 : 1, exec_mode: p ? 'cluster' : 'fork'", RULE_FORK_MANY,
         0, NULL},
        {"script: 'a.js', instances: p ? 4 : 1, exec_mode: p ? 'fork' : 'cluster'", RULE_FORK_MANY,
         1, "(when NODE_ENV === 'production')"},
        /* two conditions: both have to hold */
        {"script: 'a.js', instances: p ? 4 : 1, exec_mode: q ? 'fork' : 'cluster'", RULE_FORK_MANY,
         1, "(when NODE_ENV === 'production', when Q === '1')"},
        /* holds in every combination */
        {"script: 'npm', args: 'start', instances: p ? 4 : 1, exec_mode: 'fork'",
         RULE_MANAGER_WRAPPER, 1, NULL},
        {"script: p ? 'npm' : 'a.js', instances: q ? 2 : 1, exec_mode: 'fork'",
         RULE_MANAGER_WRAPPER, 1, "(when NODE_ENV === 'production')"},
        /* two conditions on one variable may exclude each other */
        {"script: 'a.js', instances: process.env.N || 4, exec_mode: process.env.N === '1' ? 'fork' "
         ": "
         "'cluster'",
         RULE_FORK_MANY, 0, NULL},
        {"script: p ? 'npm' : 'a.js', instances: process.env.NODE_ENV || 2, exec_mode: 'fork'",
         RULE_MANAGER_WRAPPER, 1, "(when NODE_ENV === 'production')"},
        {"script: 'a.js', max_restarts: p ? 3 : 5, restart_delay: 2000", RULE_LIMIT_UNREACHABLE, 2,
         "(when NODE_ENV === 'production')"},
    };
    struct support s;
    char text[512];
    (void)snprintf(text, sizeof text,
                   "const p = process.env.NODE_ENV === 'production', q = process.env.Q === '1';"
                   "module.exports = [{ name: 'x', %s }];",
                   cases[_i].app);
    lint_js(&s, text);
    ck_assert_msg(support_count(&s, cases[_i].rule) == cases[_i].n, "%s: %zu", cases[_i].app,
                  support_count(&s, cases[_i].rule));
    const struct diag *d = find(&s, cases[_i].rule);
    if (d && cases[_i].when)
        ck_assert_msg(strstr(d->message.p, cases[_i].when) != NULL, "%s", d->message.p);
    else if (d)
        ck_assert_msg(strstr(d->message.p, "(when") == NULL &&
                          strstr(d->message.p, "(unless") == NULL,
                      "%s", d->message.p);
    support_done(&s);
}
END_TEST

/* PM2's rule for the mode, and what a count that is not known does to it. */
START_TEST(modes) {
    static const struct {
        const char *app;
        bool implicit, manager;
    } cases[] = {
        {"script: 'a.js', instances: 1", true, false},
        {"script: 'a.js', instances: 0", true, false},
        {"script: 'a.js', instances: -1", true, false},
        {"script: 'a.js', instances: -2", false, false},
        {"script: 'a.js'", false, false},
        {"script: 'a.py', instances: 2", false, false},
        {"script: 'a.js', instances: process.env.N", true, false},
        {"script: 'a', interpreter: '/usr/bin/node', instances: 2", true, false},
        {"script: 'a.js', instances: 2, execute_command: true", false, false},
        {"script: 'npm', args: 'start', instances: 1", false, true},
        {"script: '/usr/bin/yarn', instances: 2, exec_mode: 'cluster'", false, true},
        {"script: 'npm', args: 'start'", false, false},
        {"script: 'npm.js', exec_mode: 'cluster'", false, false},
    };
    struct support s;
    char text[512];
    (void)snprintf(text, sizeof text, "module.exports = [{ name: 'x', %s }];", cases[_i].app);
    lint_js(&s, text);
    ck_assert_msg(support_count(&s, RULE_IMPLICIT_CLUSTER) == cases[_i].implicit, "%s",
                  cases[_i].app);
    ck_assert_msg(support_count(&s, RULE_CLUSTER_MANAGER) == cases[_i].manager, "%s",
                  cases[_i].app);
    support_done(&s);
}
END_TEST

/* A finding about PM2 only is silent for ecort, one about ecort only for PM2. */
START_TEST(targets) {
    static const struct {
        const char *app;
        unsigned rule;
        size_t both, pm2, ecort;
    } cases[] = {
        {"script: 'a.js', max_restarts: 0", RULE_FALSY_DROPPED, 1, 1, 0},
        {"script: 'a.js', time: true, log_date_format: 'HH:mm'", RULE_TIME_OVERRIDES, 1, 1, 0},
        {"script: 'a.js', http: { host: 'example.com' }", RULE_CHECK_NOT_LOCAL, 1, 0, 1},
        {"script: 'a.js', kill_signal: 'SIGTERM'", RULE_INVENTED_OPTION, 1, 1, 0},
        {"script: 'a.js', min_uptime: '500ms'", RULE_WRONG_TYPE, 1, 1, 0},
        {"script: 'a.js', kill_timeout: 5", RULE_MS_AS_SECONDS, 1, 1, 1},
    };
    const size_t expected[] = {
        [LINT_BOTH] = cases[_i].both, [LINT_PM2] = cases[_i].pm2, [LINT_ECORT] = cases[_i].ecort};
    for (unsigned target = LINT_BOTH; target <= LINT_ECORT; target++) {
        struct support s;
        char text[512];
        (void)snprintf(text, sizeof text, "module.exports = [{ name: 'x', %s }];", cases[_i].app);
        support_js(&s, FRONT_SYMBOLIC, text, NULL);
        support_bind(&s);
        lint_run(&(struct lint_input){
            .model = s.model, .sink = &s.sink, .target = (enum lint_target)target});
        ck_assert_msg(support_count(&s, cases[_i].rule) == expected[target], "%s: target %u, %zu",
                      cases[_i].app, target, support_count(&s, cases[_i].rule));
        size_t counted = 0;
        for (int level = DIAG_HINT; level <= DIAG_ERROR; level++)
            counted += s.sink.count[level];
        ck_assert_uint_eq(counted, s.sink.list.n);
        support_done(&s);
    }
}
END_TEST

Suite *suite_combo(void) {
    Suite *suite = suite_create("combo");
    TCase *tc = tcase_create("combo");
    tcase_add_loop_test(tc, combinations, 0, 8);
    tcase_add_loop_test(tc, modes, 0, 13);
    tcase_add_loop_test(tc, targets, 0, 6);
    suite_add_tcase(suite, tc);
    return suite;
}
