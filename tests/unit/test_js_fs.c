/* What a configuration sees of the disk: its repository and nothing else. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/front/front.h"
#include "lint/lint.h"

static char root[64];

static void write_file(const char *name, const char *text) {
    char path[160];
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
}

static void make_disk(void) {
    char path[160];
    (void)snprintf(root, sizeof root, "/tmp/ecoc-fs-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    (void)snprintf(path, sizeof path, "%s/repo", root);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    (void)snprintf(path, sizeof path, "%s/repo/.git", root);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    (void)snprintf(path, sizeof path, "%s/repo/app", root);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    write_file("outside.json", "{\"secret\": 1}");
    write_file("repo/package.json", "{\"name\": \"pkg\"}");
    (void)snprintf(path, sizeof path, "%s/repo/app/out.json", root);
    ck_assert_int_eq(symlink("../../outside.json", path), 0);
    (void)snprintf(path, sizeof path, "%s/repo/app/in.json", root);
    ck_assert_int_eq(symlink("../package.json", path), 0);
}

static void remove_disk(void) {
    static const char *const names[] = {"outside.json",
                                        "repo/package.json",
                                        "repo/app/out.json",
                                        "repo/app/in.json",
                                        "repo/app",
                                        "repo/.git",
                                        "repo",
                                        ""};
    char path[160];
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", root, names[i]);
        ck_assert_int_eq(remove(path), 0);
    }
}

/* `allowed`: a directory that may be read, too; below the root, or NULL. */
static void check_allowed(enum front_mode mode, const char *allowed, const char *expression,
                          const char *want) {
    struct arena a;
    struct diag_sink sink;
    char text[512], path[160], cwd[160];
    arena_init(&a, 0);
    diag_sink_init(&sink, &a, lint_rules, RULE_COUNT);
    (void)snprintf(text, sizeof text, "const fs = require('fs'); module.exports = %s;", expression);
    (void)snprintf(path, sizeof path, "%s/repo/app/x.config.js", root);
    (void)snprintf(cwd, sizeof cwd, "%s/repo/app", root);
    struct front f = {
        .arena = &a, .sink = &sink, .files = files_worktree(&a), .mode = mode, .cwd = str_of(cwd)};
    struct str dir = allowed ? arena_fmt(&a, "%s/%s", root, allowed) : STR("");
    f.allowed = &dir;
    f.n_allowed = allowed != NULL;
    const struct source *src = source_new(&a, STR("x.config.js"), str_of(path), str_of(text));
    const struct value *v = front_js(&f, src);
    ck_assert_msg(v != NULL, "%s: no value", expression);
    struct str got = value_json(&a, v);
    ck_assert_msg(memmem(got.p, got.n, want, strlen(want)) != NULL, "%s\ngot %.*s\nwant %s",
                  expression, STR_ARG(got), want);
    arena_done(&a);
}

static void check_eval(enum front_mode mode, const char *expression, const char *want) {
    check_allowed(mode, NULL, expression, want);
}

START_TEST(where_it_is_allowed) {
    make_disk();
    check_allowed(FRONT_CONCRETE, "", "fs.existsSync('../../outside.json')", "true");
    check_allowed(FRONT_CONCRETE, "", "fs.readFileSync('out.json', 'utf8').length", "13");
    check_allowed(FRONT_CONCRETE, "", "require('./out.json').secret", "1");
    check_allowed(FRONT_CONCRETE, "", "require('../package.json').name", "\"pkg\"");
    check_allowed(FRONT_CONCRETE, "", "fs.existsSync('/etc')", "outside the repository");
    check_allowed(FRONT_CONCRETE, "repo/app", "fs.existsSync('../../outside.json')", "outside");
    check_allowed(FRONT_CONCRETE, "repo/app", "fs.readFileSync('out.json')", "leads out of");
    check_allowed(FRONT_CONCRETE, "out", "fs.existsSync('../../outside.json')", "outside");
    remove_disk();
}
END_TEST

START_TEST(inside_the_repository_only) {
    make_disk();
    check_eval(FRONT_CONCRETE, "JSON.parse(fs.readFileSync('../package.json')).name", "\"pkg\"");
    check_eval(FRONT_CONCRETE, "fs.readFileSync(__dirname + '/in.json', 'utf8').length", "15");
    check_eval(FRONT_CONCRETE, "fs.existsSync('../../outside.json')", "outside the repository");
    check_eval(FRONT_CONCRETE, "fs.readFileSync('out.json', 'utf8')", "leads out of");
    check_eval(FRONT_CONCRETE, "fs.readFileSync('/etc/passwd', 'utf8')", "outside the repository");
    check_eval(FRONT_CONCRETE, "require('../../outside.json')", "outside the repository");
    check_eval(FRONT_CONCRETE, "require('./out.json')", "leads out of");
    check_eval(FRONT_CONCRETE, "fs.readdirSync('..').join()", "\".git,app,package.json\"");
    remove_disk();
}
END_TEST

START_TEST(what_is_missing_may_be_elsewhere) {
    make_disk();
    check_eval(FRONT_CONCRETE, "fs.existsSync('no.json')", "false");
    check_eval(FRONT_SYMBOLIC, "fs.existsSync('no.json')", "may be where this runs");
    check_eval(FRONT_SYMBOLIC, "fs.existsSync('in.json')", "true");
    check_eval(FRONT_CONCRETE, "fs.existsSync('no') || fs.mkdirSync('no') || fs.existsSync('no/x')",
               "the configuration itself changes");
    check_eval(FRONT_CONCRETE,
               "(() => { try { fs.readFileSync('/x'); return 1; } catch { return 2; } })()",
               "$unknown");
    remove_disk();
}
END_TEST

START_TEST(dotenv_reads_as_the_package_does) {
    make_disk();
    check_eval(FRONT_CONCRETE,
               "require('dotenv').parse('A = 1 # c\\nexport B=\"x\\\\ny\"\\n# no\\nC:  "
               "\\'a#b\\'\\nD=\\nE=\"one\\ntwo\"')",
               "{\"A\":\"1\",\"B\":\"x\\ny\",\"C\":\"a#b\",\"D\":\"\",\"E\":\"one\\ntwo\"}");
    check_eval(FRONT_CONCRETE, "require('dotenv').parse(fs.readFileSync('../package.json'))", "{}");
    check_eval(FRONT_CONCRETE, "require('dotenv').config({ path: '../../outside.json' }).parsed",
               "outside the repository");
    check_eval(FRONT_CONCRETE, "require('dotenv').config({ path: ['.env'] }).parsed", "$unknown");
    remove_disk();
}
END_TEST

Suite *suite_js_fs(void);
Suite *suite_js_fs(void) {
    Suite *s = suite_create("front: js, fs");
    TCase *t = tcase_create("fs");
    suite_add_tcase(s, t);
    tcase_add_test(t, inside_the_repository_only);
    tcase_add_test(t, where_it_is_allowed);
    tcase_add_test(t, what_is_missing_may_be_elsewhere);
    tcase_add_test(t, dotenv_reads_as_the_package_does);
    return s;
}
