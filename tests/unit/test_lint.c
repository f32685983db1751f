/* The catalogue's rows, and that each has its golden case; rules by findings, not by words (the
 * words are golden). */
#include <check.h>
#include <ctype.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lint/lint.h"
#include "schema/io/file.h"
#include "tests/unit/support.h"

START_TEST(rows_are_complete) {
    const struct diag_rule *rule = &lint_rules[_i];
    ck_assert_uint_eq(strlen(rule->code), 6);
    ck_assert_int_eq(strncmp(rule->code, "EC", 2), 0);
    for (const char *p = rule->name; *p; p++)
        ck_assert_msg(islower((unsigned char)*p) || isdigit((unsigned char)*p) || *p == '-', "%s",
                      rule->name);
    ck_assert_msg(rule->explain && strlen(rule->explain) > 20, "%s: no explanation", rule->code);
    ck_assert_msg(rule->explain[strlen(rule->explain) - 1] == '.', "%s: no full stop", rule->code);
    ck_assert_msg(rule->title && *rule->title, "%s: no title", rule->code);
    ck_assert_msg(rule->bad && *rule->bad && rule->good && *rule->good, "%s: no examples",
                  rule->code);
    ck_assert_msg(strcmp(rule->bad, rule->good) != 0, "%s: the examples are the same", rule->code);
}
END_TEST

START_TEST(codes_and_names_are_unique) {
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        if (i)
            ck_assert_msg(strcmp(lint_rules[i - 1].code, lint_rules[i].code) < 0,
                          "%s is out of order", lint_rules[i].code);
        for (unsigned k = 0; k < i; k++)
            ck_assert_str_ne(lint_rules[i].name, lint_rules[k].name);
        ck_assert_uint_eq(lint_rule_find(str_of(lint_rules[i].code)), i);
        ck_assert_uint_eq(lint_rule_find(str_of(lint_rules[i].name)), i);
    }
    ck_assert_uint_eq(lint_rule_find(STR("ec0101")), RULE_UNKNOWN_OPTION);
    ck_assert_uint_eq(lint_rule_find(STR("Unknown-Option")), RULE_UNKNOWN_OPTION);
    ck_assert_uint_eq(lint_rule_find(STR("EC01010")), RULE_COUNT);
    ck_assert_uint_eq(lint_rule_find(STR("")), RULE_COUNT);
}
END_TEST

START_TEST(needs_name_rules) {
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const char *needs = lint_rules[i].needs ? lint_rules[i].needs : "";
        for (size_t at = 0; needs[at];) {
            size_t n = strcspn(needs + at, " ");
            ck_assert_uint_lt(lint_rule_find((struct str){needs + at, n}), RULE_COUNT);
            at += n + (needs[at + n] == ' ');
        }
    }
}
END_TEST

/* tests/golden/lint, from the place of this program: build/<variant>/unit. */
static void golden_dir(char *dir, size_t n) {
    char exe[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", exe, sizeof exe - 1);
    ck_assert_int_gt(length, 0);
    exe[length] = 0;
    for (int i = 0; i < 3; i++)
        *strrchr(exe, '/') = 0;
    (void)snprintf(dir, n, "%s/tests/golden/lint", exe);
}

static char *golden_of(struct arena *a, const char *code) {
    char pattern[PATH_MAX];
    struct str text;
    struct err err = {0};
    glob_t found;
    golden_dir(pattern, sizeof pattern);
    size_t n = strlen(pattern);
    (void)snprintf(pattern + n, sizeof pattern - n, "/%s-*/expected", code);
    ck_assert_msg(glob(pattern, 0, NULL, &found) == 0, "no golden case %s", pattern);
    ck_assert_uint_eq(found.gl_pathc, 1);
    ck_assert_msg(file_read(found.gl_pathv[0], 1 << 20, a, &text, &err) == 0, "%s", err.msg);
    globfree(&found);
    return arena_cstr(a, text);
}

START_TEST(each_rule_fires_and_is_silent) {
    struct arena a;
    char mark[16];
    const struct diag_rule *rule = &lint_rules[_i];
    arena_init(&a, 0);
    char *expected = golden_of(&a, rule->code), *silent = strstr(expected, "== silent\n");
    ck_assert_ptr_nonnull(silent);
    (void)snprintf(mark, sizeof mark, "[%s]", rule->code);
    ck_assert_msg(strstr(silent, mark) == NULL, "%s fires in its silent case", rule->code);
    *silent = 0;
    ck_assert_msg(strstr(expected, mark) != NULL, "%s does not fire in its case", rule->code);
    arena_done(&a);
}
END_TEST

static void lint_yaml(struct support *s, const char *yaml) {
    support_yaml(s, yaml);
    support_bind(s);
    support_lint(s);
    diag_settle(&s->sink);
}

/* What bind has reported, lint does not look at again. */
START_TEST(bad_settings_are_passed_over) {
    static const char *const texts[] = {
        "[{script: a.js, instances: [2]}]",
        "[{script: a.js, kill_timeout: {a: 5}}]",
        "[{script: a.js, max_memory_restart: 5 MB}]",
        "[{script: a.js, cron_restart: '* * * * * * *'}]",
        "[{script: a.js, exec_mode: clusters}]",
        "[{script: a.js, name: {a: 1}}]",
        "[{script: [a.js], name: x}]",
    };
    struct support s;
    lint_yaml(&s, texts[_i]);
    ck_assert_msg(s.sink.list.n == 1, "%s: %zu findings", texts[_i], s.sink.list.n);
    support_done(&s);
}
END_TEST

START_TEST(shapes_without_apps) {
    static const struct {
        const char *yaml;
        size_t empty, missing, outside, unknown;
    } cases[] = {
        {"{apps: []}", 1, 0, 0, 0},
        {"[]", 1, 0, 0, 0},
        {"{}", 1, 0, 0, 0},
        {"{apps: [], static: [{path: x}]}", 0, 0, 1, 0},
        {"{apps: null}", 1, 0, 0, 0},
        {"{script: a.js}", 0, 0, 0, 0},
        {"{name: a}", 0, 1, 0, 0},
        {"{apps: {script: a.js}, name: x, http: {}, nonsense: 1}", 0, 0, 2, 1},
        {"{name: pkg, version: '1', dependencies: {}, pm2: [{script: a.js}]}", 0, 0, 0, 0},
        {"{apps: [{script: a.js}], $schema: x, x-anchors: 1, .common: 2}", 0, 0, 0, 0},
        {"{apps: [{scripts: a.js}]}", 0, 0, 0, 1},
        {"{apps: [{name: a, env: {A: 1}}]}", 0, 1, 0, 0},
    };
    struct support s;
    lint_yaml(&s, cases[_i].yaml);
    ck_assert_msg(support_count(&s, RULE_EMPTY_APPS) == cases[_i].empty, "%s", cases[_i].yaml);
    ck_assert_msg(support_count(&s, RULE_MISSING_SCRIPT) == cases[_i].missing, "%s",
                  cases[_i].yaml);
    ck_assert_msg(support_count(&s, RULE_OPTION_OUTSIDE_APP) == cases[_i].outside, "%s",
                  cases[_i].yaml);
    ck_assert_msg(support_count(&s, RULE_UNKNOWN_OPTION) == cases[_i].unknown, "%s",
                  cases[_i].yaml);
    support_done(&s);
}
END_TEST

START_TEST(ports_by_profile_and_host) {
    static const struct {
        const char *yaml;
        size_t collisions;
        const char *profile;
    } cases[] = {
        {"[{script: a.js, port: 80}, {script: b.js, env: {PORT: 80}}]", 1, ""},
        {"[{script: a.js, port: 80}, {script: b.js, env: {PORT: '80'}}, {script: c.js, env: {PORT: "
         "80}}]",
         2, ""},
        {"[{script: a.js, port: 80, env: {PORT: 81}}, {script: b.js, env: {PORT: 81}}]", 0, ""},
        {"[{script: a.js, port: 80, env_p: {PORT: 81}}, {script: b.js, env: {PORT: 81}}]", 1, "p"},
        {"[{script: a.js, env: {PORT: 80}, env_p: {PORT: 81}}, {script: b.js, env: {PORT: 80}, "
         "env_p: {PORT: 82}}]",
         1, ""},
        {"[{script: a.js, env: {PORT: 80}, env_p: {A: 1}}, {script: b.js, env: {PORT: 80}, env_p: "
         "{A: 1}}]",
         1, ""},
        {"[{script: a.js, env: {PORT: 80, HOST: 127.0.0.1}}, {script: b.js, env: {PORT: 80, HOST: "
         "10.1.1.1}}]",
         0, ""},
        {"[{script: a.js, env: {PORT: 80, HOST: 127.0.0.1}}, {script: b.js, env: {PORT: 80, HOST: "
         "0.0.0.0}}]",
         1, ""},
        {"[{script: a.js, env: {PORT: 80}}, {script: b.js, env: {PORT: 80}, increment_var: PORT}]",
         0, ""},
        {"[{script: a.js, env: {PORT: 0}}, {script: b.js, env: {PORT: 0}}]", 0, ""},
        {"[{script: a.js, env: {PORT: 99999}}, {script: b.js, env: {PORT: 99999}}]", 0, ""},
        {"[{script: a.js, env: {PORT: 1104}}, {script: b.js, env: {PORT: 80}}]", 0,
         ""}, /* one bucket */
    };
    struct support s;
    lint_yaml(&s, cases[_i].yaml);
    ck_assert_msg(support_count(&s, RULE_PORT_COLLISION) == cases[_i].collisions, "%s",
                  cases[_i].yaml);
    for (size_t i = 0; i < s.sink.list.n; i++)
        if (s.sink.list.at[i]->rule == RULE_PORT_COLLISION)
            ck_assert_msg(str_eqz(s.sink.list.at[i]->profile, cases[_i].profile), "%s",
                          cases[_i].yaml);
    support_done(&s);
}
END_TEST

START_TEST(dependencies_by_name) {
    static const struct {
        const char *config;
        size_t nobody, circles;
    } cases[] = {
        {"[{name: 'a', script: 'a', depends_on: ['b']}, {name: 'b', script: 'b'}]", 0, 0},
        {"[{name: 'a', script: 'a', depends_on: ['c', 'd']}]", 2, 0},
        {"[{name: 'a', script: 'a', depends_on: []}, {script: 'b.js', depends_on: 'a'}]", 0, 0},
        {"[{name: 'a', script: 'a', depends_on: 'b'}, {script: 'x/b.js', depends_on: 'a'}]", 0, 1},
        /* Two circles that share an app; one that is come upon from outside. */
        {"[{name: 'a', script: 'a', depends_on: ['b', 'c']}, {name: 'b', script: 'b', depends_on: "
         "'a'}, {name: 'c', script: 'c', depends_on: 'a'}]",
         0, 2},
        {"[{name: 'a', script: 'a', depends_on: ['b']}, {name: 'b', script: 'b', depends_on: "
         "'c'}, {name: 'c', script: 'c', depends_on: 'b'}]",
         0, 1},
        /* A diamond is none. */
        {"[{name: 'a', script: 'a', depends_on: ['b', 'c']}, {name: 'b', script: 'b', depends_on: "
         "'d'}, {name: 'c', script: 'c', depends_on: 'd'}, {name: 'd', script: 'd'}]",
         0, 0},
        /* What depends on the environment: a wrong name is wrong in any case, a circle needs all. */
        {"[{name: 'a', script: 'a', depends_on: process.env.X ? ['b'] : ['zz']}, {name: 'b', "
         "script: 'b', depends_on: 'a'}]",
         1, 0},
        {"[{name: 'a', script: 'a', depends_on: [process.env.X ? 'b' : 'c']}, {name: 'b', script: "
         "'b'}]",
         1, 0},
        {"[{name: 'a', script: 'a', depends_on: [process.env.X]}]", 0, 0},
        {"[{name: 'a', script: 'a', depends_on: ['b']}, {name: process.env.X, script: 'b'}]", 0, 0},
        {"[{name: 'a', script: 'a', depends_on: ['b-production']}, {name: 'b', script: 'b', "
         "append_env_to_name: true}]",
         0, 0},
        {"[{name: 'a', script: 'a', depends_on: {b: 1}}]", 0, 0}, /* bind says it */
    };
    struct support s;
    char text[512];
    const char *const env[] = {NULL};
    (void)snprintf(text, sizeof text, "module.exports = %s", cases[_i].config);
    support_js(&s, FRONT_SYMBOLIC, text, env);
    support_bind(&s);
    support_lint(&s);
    ck_assert_msg(support_count(&s, RULE_DEPENDS_ON_NOBODY) == cases[_i].nobody, "%s", text);
    ck_assert_msg(support_count(&s, RULE_DEPENDS_ON_CIRCLE) == cases[_i].circles, "%s", text);
    support_done(&s);
}
END_TEST

/* EC0115 is a walk over tokens: what JSON.parse takes, and what it does not. */
START_TEST(strict_json) {
    static const struct {
        const char *text;
        bool strict;
    } cases[] = {
        {"{\"script\": \"a.js\"}", true},
        {"[{\"script\": \"a.js\", \"args\": [1, -1.5e+3, true, false, null, [], {}]}]", true},
        {"{\"script\": \"a\\u00e9\\n\\\"//\"}", true},
        {"\xef\xbb\xbf{\"script\": \"a.js\"}", true},
        {"{\"script\": \"a.js\",}", false},
        {"{\"script\": 'a.js'}", false},
        {"{script: \"a.js\"}", false},
        {"{\"script\": \"a.js\" /* x */}", false},
        {"{\"script\": \"a.js\"} // x", false},
        {"{\"script\": \"a\\x41\"}", false},
        {"{\"script\": \"a\", \"port\": 010}", false},
        {"{\"script\": \"a\", \"port\": 0x10}", false},
        {"{\"script\": \"a\", \"port\": +1}", false},
        {"{\"script\": \"a\", \"port\": 1 + 1}", false},
        {"{\"script\": \"a\", \"port\": .5}", false},
        {"{\"script\": \"a\", \"args\": [1,,2]}", false},
        {"{\"script\": \"a\", \"args\": [,1]}", false},
        {"{\"script\": process.env.X}", false},
        {"{\"script\": \"a\", \"port\": NaN}", false},
        {"{\"script\": \"a\", true: 1}", false},
        {"{\"script\": \"a\", 1: 1}", false},
        {"{\"script\": \"a\nb\"}", false},
        {"{\"script\": `a`}", false},
    };
    struct support s;
    support_yaml(&s, "{script: a.js}");
    support_bind(&s);
    s.model->source = source_new(&s.arena, STR("ecosystem.json"), STR("/app/ecosystem.json"),
                                 str_of(cases[_i].text));
    support_lint(&s);
    ck_assert_msg(support_count(&s, RULE_JSON_IS_JS) == !cases[_i].strict, "%s", cases[_i].text);
    support_done(&s);
}
END_TEST

START_TEST(file_names) {
    static const struct {
        const char *name, *better;
    } cases[] = {
        {"ecosystem.config.js", NULL},
        {"x/ecosystem.json5", NULL},
        {"pm2.yml", NULL},
        {"my.config.cjs.bak", NULL},
        {"ecosystem.js", "ecosystem.config.js"},
        {"pm2.dev.js", "pm2.dev.config.js"},
        {"ecosystem.config.prod.cjs", "ecosystem.prod.config.cjs"},
        {"ecosystem.config.ts", NULL}, /* EC0008 says it */
        {"yaml/ecosystem", "ecosystem.config.js"},
    };
    struct support s;
    support_yaml(&s, "{script: a.js}");
    support_bind(&s);
    s.model->source = source_new(&s.arena, str_of(cases[_i].name), STR("/app/x"), STR("x"));
    support_lint(&s);
    ck_assert_uint_eq(support_count(&s, RULE_UNRECOGNISED_FILENAME), cases[_i].better != NULL);
    if (cases[_i].better)
        ck_assert_msg(strstr(s.sink.list.at[0]->help.p, cases[_i].better) != NULL, "%s",
                      s.sink.list.at[0]->help.p);
    support_done(&s);
}
END_TEST

/* A fingerprint stays when lines move and differs where the matter does. */
START_TEST(fingerprints) {
    struct support s[3];
    lint_yaml(&s[0], "{script: a.js, kill_timeout: 5}");
    lint_yaml(&s[1], "# a comment\n\n{script: a.js,    kill_timeout: 5}");
    lint_yaml(&s[2], "{script: a.js, kill_timeout: 6}");
    struct str prints[3];
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(support_count(&s[i], RULE_MS_AS_SECONDS), 1);
        prints[i] = diag_fingerprint(&s[i].sink, s[i].sink.list.at[0]);
    }
    ck_assert(str_eq(prints[0], prints[1]));
    ck_assert(!str_eq(prints[0], prints[2]));
    for (int i = 0; i < 3; i++)
        support_done(&s[i]);
}
END_TEST

/* Every finding says where, what and what next, in one line each. */
START_TEST(findings_are_whole) {
    static const char yaml[] = "{apps: [{name: all, script: a.js, instances: -2, kill_timeout: 5, "
                               "max_memory_restart: 300, output: a, out_file: b,"
                               " cron_restart: '* * * * *', log_date_format: hh, max_restarts: 0, "
                               "http: {timeout: 3}, env: {PORT: 80, watch: 1}},"
                               " {name: all, instances: 200, min_uptime: 500ms, env: {PORT: 80}}, "
                               "{script: b.py, instances: 2, port: 80}],"
                               " instances: 2, what: 3, static: [1]}";
    struct support s;
    lint_yaml(&s, yaml);
    ck_assert_uint_gt(s.sink.list.n, 18);
    for (size_t i = 0; i < s.sink.list.n; i++) {
        const struct diag *d = s.sink.list.at[i];
        ck_assert_msg(d->help.n > 0 && memchr(d->help.p, '\n', d->help.n) == NULL, "%s",
                      d->message.p);
        ck_assert_msg(d->message.p[d->message.n - 1] != '.' &&
                          !memchr(d->message.p, '\n', d->message.n),
                      "%s", d->message.p);
        ck_assert_msg(d->span.src && d->span.end > d->span.begin, "%s", d->message.p);
        ck_assert_msg(strstr(d->message.p, "your") == NULL && strstr(d->message.p, "you ") == NULL,
                      "%s", d->message.p);
        ck_assert_msg(strstr(d->message.p, "(null)") == NULL, "%s", d->message.p);
    }
    support_done(&s);
}
END_TEST

Suite *suite_lint(void) {
    Suite *suite = suite_create("lint");
    TCase *tc = tcase_create("lint");
    tcase_add_loop_test(tc, rows_are_complete, 0, RULE_COUNT);
    tcase_add_test(tc, codes_and_names_are_unique);
    tcase_add_test(tc, needs_name_rules);
    tcase_add_loop_test(tc, each_rule_fires_and_is_silent, 0, RULE_COUNT);
    tcase_add_loop_test(tc, bad_settings_are_passed_over, 0, 7);
    tcase_add_loop_test(tc, shapes_without_apps, 0, 12);
    tcase_add_loop_test(tc, ports_by_profile_and_host, 0, 12);
    tcase_add_loop_test(tc, dependencies_by_name, 0, 13);
    tcase_add_loop_test(tc, strict_json, 0, 23);
    tcase_add_loop_test(tc, file_names, 0, 9);
    tcase_add_test(tc, fingerprints);
    tcase_add_test(tc, findings_are_whole);
    suite_add_tcase(suite, tc);
    return suite;
}
