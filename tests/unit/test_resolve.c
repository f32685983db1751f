/* Resolving: PM2's rules for names, interpreters, instances and modes, one row each (facts 2.6,
 * 2.7). */
#include <check.h>

#include "schema/model/resolve.h"
#include "tests/unit/support.h"

static struct resolved_app resolved;

static const struct resolved_app *resolve(struct support *s, const char *yaml,
                                          const char *profile) {
    support_yaml(s, yaml);
    support_bind(s);
    resolve_app(&s->arena, s->model, s->model->apps.at[0], str_of(profile), 0, &resolved);
    return &resolved;
}

START_TEST(instances_and_exec_mode) {
    static const struct {
        const char *yaml;
        int64_t instances, mode;
    } cases[] = {
        {"{script: a.js}", 1, 0},
        {"{script: a.js, instances: 1}", 1, 1},
        {"{script: a.js, instances: 4}", 4, 1},
        {"{script: a.js, instances: max}", 0, 1},
        {"{script: a.js, instances: 0}", 0, 1},
        {"{script: a.js, instances: -1}", -1, 1},
        {"{script: a.js, instances: -2}", -2, 0},
        {"{script: a.js, instances: '3'}", 3, 1},
        {"{script: a.js, instances: '3,'}", 3, 1},
        {"{script: a.js, instances: 2.7}", 2, 1},
        {"{script: a.js, instances: null}", 1, 0},
        {"{script: a.py, instances: 4}", 4, 0},
        {"{script: a.py, instances: 4, interpreter: /opt/bin/node}", 4, 1},
        {"{script: a.js, instances: 4, interpreter: bun}", 4, 1},
        {"{script: a.js, instances: 4, interpreter: none}", 4, 0},
        {"{script: a.js, instances: 4, exec_mode: fork}", 4, 0},
        {"{script: a.js, instances: 4, exec_mode: fork_mode}", 4, 0},
        {"{script: a.js, exec_mode: cluster_mode}", 1, 1},
        {"{script: a.js, instances: 4, execute_command: true}", 4, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct support s;
        const struct resolved_app *r = resolve(&s, cases[i].yaml, "");
        ck_assert_msg(r->opt[OPT_INSTANCES].data.number == cases[i].instances, "%s", cases[i].yaml);
        ck_assert_msg(r->opt[OPT_EXEC_MODE].data.number == cases[i].mode, "%s", cases[i].yaml);
        support_done(&s);
    }
}
END_TEST

START_TEST(interpreters_by_extension) {
    static const char *const cases[][2] = {
        {"a.js", "node"},  {"a.mjs", "node"},      {"a.cjs", "node"},  {"a.py", "python3"},
        {"a.sh", "bash"},  {"a.rb", "ruby"},       {"a.php", "php"},   {"a.pl", "perl"},
        {"a.ts", "bun"},   {"a.coffee", "coffee"}, {"bin/server", ""}, {"npm", ""},
        {"node a.js", ""}, {".hidden", ""},        {"dir.d/run", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        ck_assert_msg(str_eqz(resolve_interpreter(str_of(cases[i][0])), cases[i][1]), "%s",
                      cases[i][0]);
}
END_TEST

START_TEST(names_from_scripts) {
    static const char *const cases[][2] = {{"a.js", "a"},
                                           {"./dist/main.js", "main"},
                                           {"/x/y.config.js", "y.config"},
                                           {"npm", "npm"},
                                           {"x/.env", ".env"}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        ck_assert_msg(str_eqz(resolve_name(str_of(cases[i][0])), cases[i][1]), "%s", cases[i][0]);
}
END_TEST

START_TEST(merged_logs) {
    static const struct {
        const char *yaml;
        bool merged;
    } cases[] = {
        {"{script: a.js}", true},
        {"{script: a.js, instances: 1}", false},
        {"{script: a.js, instances: max}", true},
        {"{script: a.js, instances: 4}", false},
        {"{script: a.js, exec_mode: cluster}", false},
        {"{script: a.js, instances: 4, merge_logs: true}", true},
        {"{script: a.js, merge_logs: false}", false},
        {"{script: a.js, instances: 4, combine_logs: true}", true},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct support s;
        const struct resolved_app *r = resolve(&s, cases[i].yaml, "");
        ck_assert_msg(r->opt[OPT_MERGE_LOGS].data.flag == cases[i].merged, "%s", cases[i].yaml);
        support_done(&s);
    }
}
END_TEST

static struct str env_of(const struct resolved_app *r, const char *name) {
    const struct opt_data *env = &r->opt[OPT_ENV].data;
    for (size_t i = 0; i < env->n; i++)
        if (str_eqz(env->env[i].name, name))
            return env->env[i].value.text;
    return STR("(none)");
}

/* env, then port, then env_PROFILE. */
START_TEST(env_port_profile) {
    static const char yaml[] =
        "{script: a.js, port: 1, env: {PORT: 2, A: 1.50, B: false, C: [1], D: null}, "
        "env_x: {PORT: 3, A: two}}";
    struct support s;
    const struct resolved_app *r = resolve(&s, yaml, "");
    ck_assert(str_eqz(env_of(r, "PORT"), "1"));
    ck_assert(str_eqz(env_of(r, "A"), "1.5"));
    ck_assert(str_eqz(env_of(r, "B"), "false"));
    ck_assert(str_eqz(env_of(r, "C"), "[1]"));
    ck_assert(str_eqz(env_of(r, "D"), "null"));
    support_done(&s);
    r = resolve(&s, yaml, "x");
    ck_assert(str_eqz(env_of(r, "PORT"), "3"));
    ck_assert(str_eqz(env_of(r, "A"), "two"));
    support_done(&s);
}
END_TEST

START_TEST(the_profile_joins_the_name) {
    struct support s;
    const struct resolved_app *r =
        resolve(&s, "{name: a, script: a.js, append_env_to_name: true}", "x");
    ck_assert(str_eqz(r->opt[OPT_NAME].data.text.text, "a-x"));
    support_done(&s);
}
END_TEST

START_TEST(time_is_a_date_format) {
    struct support s;
    const struct resolved_app *r = resolve(&s, "{script: a.js, time: true}", "");
    ck_assert(str_eqz(r->opt[OPT_LOG_DATE_FORMAT].data.text.text, "YYYY-MM-DDTHH:mm:ss"));
    support_done(&s);
    r = resolve(&s, "{script: a.js, time: true, log_date_format: HH}", "");
    ck_assert(str_eqz(r->opt[OPT_LOG_DATE_FORMAT].data.text.text, "HH"));
    support_done(&s);
}
END_TEST

START_TEST(command_lines_are_split_as_pm2_does) {
    static const struct {
        const char *line;
        const char *words[6];
    } cases[] = {
        {"--a 1", {"--a", "1"}},           {"  a   b ", {"a", "b"}},
        {"'x y' \"z w\"", {"x y", "z w"}}, {"--x=\"y z\" w", {"--x=\"y z\"", "w"}},
        {"--x='y z'", {"--x='y z'"}},      {"", {0}},
    };
    struct arena a;
    arena_init(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct str *words;
        size_t n = convert_split(&a, str_of(cases[i].line), &words), want = 0;
        while (cases[i].words[want])
            want++;
        ck_assert_msg(n == want, "%s: %zu words", cases[i].line, n);
        for (size_t k = 0; k < n; k++)
            ck_assert_msg(str_eqz(words[k], cases[i].words[k]), "%s", cases[i].line);
    }
    arena_done(&a);
}
END_TEST

Suite *suite_resolve(void) {
    Suite *suite = suite_create("resolve");
    TCase *tc = tcase_create("resolve");
    tcase_add_test(tc, instances_and_exec_mode);
    tcase_add_test(tc, interpreters_by_extension);
    tcase_add_test(tc, names_from_scripts);
    tcase_add_test(tc, merged_logs);
    tcase_add_test(tc, env_port_profile);
    tcase_add_test(tc, the_profile_joins_the_name);
    tcase_add_test(tc, time_is_a_date_format);
    tcase_add_test(tc, command_lines_are_split_as_pm2_does);
    suite_add_tcase(suite, tc);
    return suite;
}
