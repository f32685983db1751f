/* Shapes of a file and of an app, as PM2 takes them (facts 2.3 and 1.1). */
#include <check.h>

#include "lint/lint.h"
#include "tests/unit/support.h"

static const struct app *bind_app(struct support *s, const char *yaml) {
    support_yaml(s, yaml);
    support_bind(s);
    ck_assert_msg(s->model->apps.n > 0, "%s", yaml);
    return s->model->apps.at[0];
}

START_TEST(shapes_of_a_file) {
    static const struct {
        const char *yaml;
        size_t apps;
    } cases[] = {
        {"{apps: [{script: a}, {script: b}]}", 2},
        {"{apps: {script: a}}", 1},
        {"{pm2: [{script: a}]}", 1},
        {"{pm2: {script: a}}", 1},
        {"{apps: [{script: a}], pm2: [{script: b}, {script: c}]}", 1},
        {"[{script: a}, {script: b}]", 2},
        {"{script: a}", 1},
        {"{apps: []}", 0},
        {"[]", 0},
        {"{}", 0},
    };
    struct support s;
    support_yaml(&s, cases[_i].yaml);
    support_bind(&s);
    ck_assert_msg(s.model->apps.n == cases[_i].apps, "%s", cases[_i].yaml);
    ck_assert_msg(s.sink.list.n == 0, "%s", cases[_i].yaml);
    support_done(&s);
}
END_TEST

START_TEST(what_is_no_app) {
    static const struct {
        const char *yaml;
        size_t apps, findings;
    } cases[] = {
        {"{apps: text}", 0, 1},     {"{apps: 3}", 0, 1},
        {"{apps: null}", 0, 1},     {"text", 0, 1},
        {"[a, {script: b}]", 1, 1}, {"{apps: [null, [1], {script: b}]}", 1, 2},
    };
    struct support s;
    support_yaml(&s, cases[_i].yaml);
    support_bind(&s);
    ck_assert_msg(s.model->apps.n == cases[_i].apps, "%s", cases[_i].yaml);
    ck_assert_msg(support_count(&s, RULE_EMPTY_APPS) == cases[_i].findings, "%s", cases[_i].yaml);
    support_done(&s);
}
END_TEST

START_TEST(beside_apps) {
    struct support s;
    (void)bind_app(&s,
                   "{apps: [{script: a}], deploy: {p: {}}, static: [], name: x, foo: 1, pm2: []}");
    ck_assert_ptr_nonnull(s.model->deploy);
    ck_assert_ptr_nonnull(s.model->statics);
    ck_assert_uint_eq(s.model->beside.n, 2);
    ck_assert(str_eqz(s.model->beside.at[0].key, "name"));
    ck_assert(str_eqz(s.model->beside.at[1].key, "foo"));
    support_done(&s);
}
END_TEST

/* The name itself wins, then the aliases as the table lists them; the others are kept as shadowed.
 */
START_TEST(priority_of_names) {
    static const struct {
        const char *yaml;
        enum opt_id id;
        const char *winner;
        size_t shadowed;
    } cases[] = {
        {"{output: c, out_file: a, out_log: b}", OPT_OUT_FILE, "a", 2},
        {"{output: c, out_log: b}", OPT_OUT_FILE, "b", 1},
        {"{out: c, output: b}", OPT_OUT_FILE, "b", 1},
        {"{outFile: c, out: b}", OPT_OUT_FILE, "b", 1},
        {"{outFile: c}", OPT_OUT_FILE, "c", 0},
        {"{interpreter: a, exec_interpreter: b}", OPT_INTERPRETER, "b", 1},
        {"{cmd: a, script: b}", OPT_SCRIPT, "b", 1},
        {"{command: a, exec: b, cmd: c}", OPT_SCRIPT, "b", 2},
        {"{error: a, err_file: b}", OPT_ERROR_FILE, "b", 1},
    };
    struct support s;
    const struct app *app = bind_app(&s, cases[_i].yaml);
    const struct value *v = app_value(app, cases[_i].id);
    ck_assert_msg(v && str_eqz(v->string, cases[_i].winner), "%s", cases[_i].yaml);
    ck_assert_msg(app->shadowed.n == cases[_i].shadowed, "%s", cases[_i].yaml);
    support_done(&s);
}
END_TEST

START_TEST(null_is_not_given) {
    struct support s;
    const struct app *app = bind_app(
        &s,
        "{script: a, name: null, instances: ~, env: , http: {port: null}, env_production: null}");
    ck_assert_ptr_null(app->set[OPT_NAME]);
    ck_assert_ptr_null(app->set[OPT_INSTANCES]);
    ck_assert_ptr_null(app->set[OPT_ENV]);
    ck_assert_ptr_null(app->set[OPT_HTTP_PORT]);
    ck_assert_ptr_nonnull(app->set[OPT_HTTP]);
    ck_assert_uint_eq(app->profiles.n, 0);
    ck_assert_uint_eq(s.sink.list.n, 0);
    support_done(&s);
}
END_TEST

START_TEST(falsy_is_given) {
    struct support s;
    const struct app *app =
        bind_app(&s, "{script: a, max_restarts: 0, autorestart: false, namespace: ''}");
    ck_assert_ptr_nonnull(app_value(app, OPT_MAX_RESTARTS));
    ck_assert_ptr_nonnull(app_value(app, OPT_AUTORESTART));
    ck_assert_ptr_nonnull(app_value(app, OPT_NAMESPACE));
    support_done(&s);
}
END_TEST

START_TEST(groups_have_members) {
    struct support s;
    const struct app *app = bind_app(
        &s, "{script: a, http: {port: 1, path: /h, unhealthyAfter: 2}, log_rotate: {retain: 3}}");
    ck_assert_ptr_nonnull(app_value(app, OPT_HTTP));
    ck_assert_double_eq(app_value(app, OPT_HTTP_PORT)->number, 1);
    ck_assert(str_eqz(app_value(app, OPT_HTTP_PATH)->string, "/h"));
    ck_assert_double_eq(app_value(app, OPT_HTTP_UNHEALTHY)->number, 2);
    ck_assert_double_eq(app_value(app, OPT_ROTATE_RETAIN)->number, 3);
    ck_assert_ptr_null(app->set[OPT_PORT]);
    ck_assert_uint_eq(s.sink.list.n, 0);
    support_done(&s);
}
END_TEST

START_TEST(a_group_is_an_object) {
    struct support s;
    const struct app *app = bind_app(&s, "{script: a, http: 3000}");
    ck_assert_ptr_null(app_value(app, OPT_HTTP));
    ck_assert_uint_eq(support_count(&s, RULE_WRONG_TYPE), 1);
    support_done(&s);
}
END_TEST

/* `error` is a file name as a string and a group as an object. */
START_TEST(error_has_two_faces) {
    struct support s;
    const struct app *app = bind_app(&s, "{script: a, error: e.log}");
    ck_assert(str_eqz(app_value(app, OPT_ERROR_FILE)->string, "e.log"));
    ck_assert_ptr_null(app->set[OPT_ERROR]);
    support_done(&s);
    app = bind_app(&s, "{script: a, error: {error_threshold: 5}}");
    ck_assert_ptr_null(app->set[OPT_ERROR_FILE]);
    ck_assert_ptr_nonnull(app_value(app, OPT_ERROR));
    ck_assert_double_eq(app_value(app, OPT_ERROR_THRESHOLD)->number, 5);
    support_done(&s);
}
END_TEST

START_TEST(profiles_and_strays) {
    struct support s;
    const struct app *app = bind_app(
        &s,
        "{script: a, env_production: {A: 1}, env_b: {}, env_file: .env, wate_ready: 1, zzz: 2}");
    ck_assert_uint_eq(app->profiles.n, 2);
    ck_assert(str_eqz(app->profiles.at[0].profile, "production"));
    ck_assert_ptr_nonnull(app->set[OPT_ENV_FILE]);
    ck_assert_uint_eq(app->strays.n, 2);
    ck_assert_uint_eq(support_count(&s, RULE_UNKNOWN_OPTION), 2);
    ck_assert_uint_eq(s.sink.count[DIAG_ERROR], 1);   /* wate_ready is near wait_ready */
    ck_assert_uint_eq(s.sink.count[DIAG_WARNING], 1); /* zzz is near nothing */
    support_done(&s);
}
END_TEST

START_TEST(labels) {
    static const char *const cases[][2] = {
        {"{apps: [{name: n, script: s}]}", "n"},
        {"{apps: [{script: s}]}", "s"},
        {"{apps: [{cmd: c}]}", "c"},
        {"{apps: [{cwd: x}]}", "apps[0]"},
        {"{apps: [{name: '', script: s}]}", "s"},
    };
    struct support s;
    ck_assert_msg(str_eqz(bind_app(&s, cases[_i][0])->label, cases[_i][1]), "%s", cases[_i][0]);
    support_done(&s);
}
END_TEST

/* The rule that each kind of bad value comes under; the setting is bad exactly where it is an
 * error. */
START_TEST(bad_values) {
    static const struct {
        const char *yaml;
        enum opt_id id;
        unsigned rule;
        bool is_bad;
    } cases[] = {
        {"{autorestart: 1}", OPT_AUTORESTART, RULE_WRONG_TYPE, true},
        {"{autorestart: 'true'}", OPT_AUTORESTART, RULE_STRING_BOOLEAN, true},
        {"{max_restarts: many}", OPT_MAX_RESTARTS, RULE_WRONG_TYPE, true},
        {"{max_restarts: -1}", OPT_MAX_RESTARTS, RULE_WRONG_TYPE, true},
        {"{max_restarts: 1.5}", OPT_MAX_RESTARTS, RULE_WRONG_TYPE, true},
        {"{port: 0}", OPT_PORT, RULE_WRONG_TYPE, true},
        {"{max_memory_restart: 1.5G}", OPT_MAX_MEMORY_RESTART, RULE_MEMORY_UNIT, true},
        {"{kill_timeout: 5 s}", OPT_KILL_TIMEOUT, RULE_WRONG_TYPE, true},
        {"{min_uptime: soon}", OPT_MIN_UPTIME, RULE_MIN_UPTIME, true},
        {"{cron: '61 * * * *'}", OPT_CRON_RESTART, RULE_CRON_INVALID, true},
        {"{exec_mode: clusters}", OPT_EXEC_MODE, RULE_EXEC_MODE, true},
        {"{instances: two}", OPT_INSTANCES, RULE_INSTANCES_NAN, true},
        {"{instances: '2x'}", OPT_INSTANCES, RULE_INSTANCES_NAN, false},
        {"{instances: MAX}", OPT_INSTANCES, RULE_INSTANCES_NAN, false},
        {"{instances: 2.5}", OPT_INSTANCES, RULE_INSTANCES_FRACTION, false},
        {"{stop_exit_codes: [0, 999]}", OPT_STOP_EXIT_CODES, RULE_EXIT_CODE_RANGE, true},
        {"{kill_signal: SIGNOPE}", OPT_KILL_SIGNAL, RULE_WRONG_TYPE, true},
        {"{stateful: [teapot]}", OPT_STATEFUL, RULE_WRONG_TYPE, true},
        {"{env: text}", OPT_ENV, RULE_WRONG_TYPE, true},
        {"{args: {a: 1}}", OPT_ARGS, RULE_WRONG_TYPE, true},
    };
    struct support s;
    const struct app *app = bind_app(&s, cases[_i].yaml);
    ck_assert_msg(s.sink.list.n == 1, "%s: %zu findings", cases[_i].yaml, s.sink.list.n);
    ck_assert_msg(s.sink.list.at[0]->rule == cases[_i].rule, "%s: %s", cases[_i].yaml,
                  s.sink.list.at[0]->message.p);
    ck_assert_msg(app->set[cases[_i].id]->is_bad == cases[_i].is_bad, "%s", cases[_i].yaml);
    support_done(&s);
}
END_TEST

/* In symbolic mode a condition that is not known leaves all sides standing, as apps that may be. */
START_TEST(apps_that_may_be) {
    static const struct {
        const char *js;
        size_t apps, maybe, findings;
    } cases[] = {
        {"module.exports = { apps: process.env.A ? [{script: 'a'}, {script: 'b'}] : [{script: "
         "'c'}] }",
         3, 3, 0},
        {"module.exports = { apps: process.env.A ? {script: 'a'} : [{script: 'b'}] }", 2, 2, 0},
        {"module.exports = process.env.A ? { apps: [{script: 'a'}] } : [{script: 'b'}, {script: "
         "'c'}]",
         3, 3, 0},
        {"module.exports = { apps: [{script: 'a'}, process.env.A ? {script: 'b'} : {script: 'c'}] "
         "}",
         3, 2, 0},
        {"module.exports = { apps: [{script: 'a'}, process.env.A && {script: 'b'}] }", 2, 1, 0},
        {"module.exports = { apps: process.env.A ? [{script: 'a'}] : [{scrpt: 'b'}] }", 2, 2, 1},
    };
    struct support s;
    size_t maybe = 0;
    support_js(&s, FRONT_SYMBOLIC, cases[_i].js, NULL);
    support_bind(&s);
    for (size_t i = 0; i < s.model->apps.n; i++)
        maybe += s.model->apps.at[i]->maybe;
    ck_assert_msg(s.model->apps.n == cases[_i].apps, "%s: %zu apps", cases[_i].js, s.model->apps.n);
    ck_assert_msg(maybe == cases[_i].maybe, "%s: %zu may be", cases[_i].js, maybe);
    ck_assert_msg(s.sink.list.n == cases[_i].findings, "%s: %s", cases[_i].js,
                  s.sink.list.n ? s.sink.list.at[0]->message.p : "too few findings");
    support_done(&s);
}
END_TEST

Suite *suite_bind(void) {
    Suite *suite = suite_create("bind");
    TCase *tc = tcase_create("bind");
    tcase_add_loop_test(tc, shapes_of_a_file, 0, 9);
    tcase_add_loop_test(tc, what_is_no_app, 0, 6);
    tcase_add_test(tc, beside_apps);
    tcase_add_loop_test(tc, apps_that_may_be, 0, 6);
    tcase_add_loop_test(tc, priority_of_names, 0, 9);
    tcase_add_test(tc, null_is_not_given);
    tcase_add_test(tc, falsy_is_given);
    tcase_add_test(tc, groups_have_members);
    tcase_add_test(tc, a_group_is_an_object);
    tcase_add_test(tc, error_has_two_faces);
    tcase_add_test(tc, profiles_and_strays);
    tcase_add_loop_test(tc, labels, 0, 5);
    tcase_add_loop_test(tc, bad_values, 0, 20);
    suite_add_tcase(suite, tc);
    return suite;
}
