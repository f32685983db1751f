/* What a new process is given: program, arguments, environment; paths and late-bound texts. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/child.h"
#include "runtime/child_env.h"
#include "runtime/workpath.h"

static char dir[64];
static struct child child;
static struct err err;

static void make_dir(void) {
    (void)strcpy(dir, "/tmp/ecort-child-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void remove_dir(void) {
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", dir);
    ck_assert_int_eq(system(command), 0);
}

static void put(const char *name, const char *text, mode_t mode) {
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    (void)fputs(text, f);
    (void)fclose(f);
    ck_assert_int_eq(chmod(path, mode), 0);
}

static struct app plain_app(const char *script) {
    return (struct app){.name = "app",
                        .name_space = "default",
                        .script = script,
                        .cwd = dir,
                        .instance_var = "NODE_APP_INSTANCE"};
}

static enum child_result prepare(const struct app *app) {
    static char path[160], secret[] = "AWS_KEY=x", home[] = "HOME=/h", pwd[] = "PWD=/old",
                           notify[] = "NOTIFY_SOCKET=/run/n", mark[] = "ECORT_INSTANCE=out.1";
    (void)snprintf(path, sizeof path, "PATH=%s/bin:/usr/bin:/bin", dir);
    char *environ_[] = {path, secret, home, pwd, notify, mark, NULL};
    struct child_id id = {.pm_id = 7, .number = 2, .mark = "in.7"};
    return child_prepare(&child, app, &id, environ_, &err);
}

static const char *argv_text(void) {
    static char text[1024];
    text[0] = 0;
    for (char **a = child.argv; *a; a++) {
        (void)strcat(text, *a);
        (void)strcat(text, "|");
    }
    return text;
}

static const char *var(const char *name) {
    return child_env_get(child.envp, name);
}

static const char *inside(const char *fmt) {
    static char text[512];
    (void)snprintf(text, sizeof text, fmt, dir, dir);
    return text;
}

START_TEST(environment) {
    make_dir();
    put("x", "#!/bin/sh\n", 0700);
    const char *filter[] = {"AWS_"};
    struct app_var env[] = {{"PORT", "3000"}, {"HOME", "/mine"}, {"name", "theirs"}};
    struct app app = plain_app("./x");
    app.filter_env = (struct app_list){filter, 1};
    app.env = env;
    app.n_env = 3;
    app.increment_var = "PORT";
    app.increment_base = 3000;
    ck_assert_int_eq(prepare(&app), CHILD_OK);
    ck_assert_ptr_null(var("AWS_KEY"));
    ck_assert_ptr_null(var("NOTIFY_SOCKET"));
    ck_assert_str_eq(var("HOME"), "/mine");
    ck_assert_str_eq(var("PWD"), dir);
    ck_assert_str_eq(var("PORT"), "3002");
    ck_assert_str_eq(var("NODE_APP_INSTANCE"), "2");
    ck_assert_str_eq(var("pm_id"), "7");
    ck_assert_str_eq(var("name"), "app");
    ck_assert_str_eq(var("namespace"), "default");
    ck_assert_str_eq(var("ECORT_INSTANCE"), "out.1,in.7");
    ck_assert_ptr_null(var("PYTHONUNBUFFERED"));
    size_t n = 0;
    while (child.envp[n])
        n++;
    ck_assert_uint_eq(n, 9); /* PATH HOME PWD PORT name NODE_APP_INSTANCE pm_id namespace mark */
    child_done(&child);
    remove_dir();
}
END_TEST

START_TEST(filter_all_and_python) {
    make_dir();
    put("x.py", "print()\n", 0600);
    put("python3", "#!/bin/sh\n", 0700);
    const char *filter[] = {"*"};
    struct app_var env[] = {{"PATH", dir}};
    struct app app = plain_app("x.py");
    app.filter_env = (struct app_list){filter, 1};
    app.env = env;
    app.n_env = 1;
    app.interpreter = "python";
    ck_assert_int_eq(prepare(&app), CHILD_OK);
    ck_assert_ptr_null(var("HOME"));
    ck_assert_str_eq(var("PYTHONUNBUFFERED"), "1");
    ck_assert_str_eq(child.path, inside("%s/python3"));
    child_done(&child);
    remove_dir();
}
END_TEST

START_TEST(programs) {
    make_dir();
    (void)mkdir(inside("%s/bin"), 0700);
    put("bin/node", "#!/bin/sh\n", 0700);
    put("run", "#!/bin/sh\n", 0700);
    put("text", "console.log(1)\n", 0700);
    put("not-x", "#!/bin/sh\n", 0600);
    put("a b.js", "1\n", 0600);
    const char *words[] = {"it's", ""};
    const char *flags[] = {"--flag"};
    struct {
        const char *script, *interpreter, *path, *argv;
    } cases[] = {
        {"run", NULL, "%s/run", "%s/run|it's||"},
        {"text", NULL, "%s/bin/node", "node|--flag|%s/text|it's||"},
        {"not-x", NULL, "%s/bin/node", "node|--flag|%s/not-x|it's||"},
        {"a b.js", "node", "%s/bin/node", "node|--flag|%s/a b.js|it's||"},
        {"./run", "none", "%s/run", "%s/run|it's||"},
        {"node", NULL, "%s/bin/node", "%s/bin/node|it's||"},
        {"./run", "./bin/node", "%s/bin/node", "./bin/node|--flag|%s/run|it's||"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct app app = plain_app(cases[i].script);
        app.interpreter = cases[i].interpreter;
        app.args = (struct app_list){words, 2};
        app.node_args = (struct app_list){flags, 1};
        ck_assert_int_eq(prepare(&app), CHILD_OK);
        ck_assert_str_eq(child.path, inside(cases[i].path));
        ck_assert_str_eq(argv_text(), inside(cases[i].argv));
        child_done(&child);
    }
    remove_dir();
}
END_TEST

START_TEST(a_line_for_the_shell) {
    make_dir();
    const char *words[] = {"it's $HOME", "b"};
    struct app app = plain_app("echo one && echo");
    app.args = (struct app_list){words, 2};
    ck_assert_int_eq(prepare(&app), CHILD_OK);
    ck_assert_ptr_nonnull(strstr(child.path, "sh"));
    ck_assert_str_eq(child.argv[1], "-c");
    ck_assert_str_eq(child.argv[2], "echo one && echo 'it'\\''s $HOME' 'b'");
    child_done(&child);
    remove_dir();
}
END_TEST

START_TEST(what_cannot_be_started) {
    make_dir();
    put("x.js", "1\n", 0600);
    struct {
        const char *script, *interpreter, *cwd, *message;
    } cases[] = {
        {"nope.js", "node", NULL, "script %s/nope.js: No such file or directory"},
        {"no-such-command-here", NULL, NULL, "no-such-command-here: No such file or directory"},
        {".", NULL, NULL, "script %s: is a directory"},
        {"x.js", "no-such-interpreter", NULL, "interpreter no-such-interpreter: not found in PATH"},
        {"x.js", "./gone", NULL, "interpreter ./gone: not found"},
        {"x.js", NULL, "/no/such/dir", "cwd /no/such/dir: No such file or directory"},
        {"x.js", NULL, "/etc/passwd", "cwd /etc/passwd: not a directory"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct app app = plain_app(cases[i].script);
        app.interpreter = cases[i].interpreter;
        app.cwd = cases[i].cwd ? cases[i].cwd : dir;
        ck_assert_int_eq(prepare(&app), CHILD_BAD);
        ck_assert_msg(strstr(err.msg, inside(cases[i].message)), "%s", err.msg);
        child_done(&child);
    }
    remove_dir();
}
END_TEST

START_TEST(paths) {
    static const struct {
        const char *base, *path, *result;
    } cases[] = {
        {"/a/b", "c", "/a/b/c"},    {"/a/b", "../c/./d", "/a/c/d"},
        {"/a/b", "/x//y/", "/x/y"}, {"/a", "../../..", "/"},
        {"/", "x", "/x"},           {"/a/b", "", "/a/b"},
        {"/a/b", ".", "/a/b"},
    };
    struct arena a;
    arena_init(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        ck_assert_str_eq(workpath_resolve(&a, cases[i].base, cases[i].path), cases[i].result);
    ck_assert_str_eq(workpath_from_home(&a, "/h", "~/x.log"), "/h/x.log");
    ck_assert_str_eq(workpath_from_home(&a, "/h", "~x.log"), "~x.log");
    arena_done(&a);
}
END_TEST

Suite *suite_child(void);
Suite *suite_child(void) {
    Suite *suite = suite_create("children");
    TCase *tcase = tcase_create("prepare");
    tcase_add_test(tcase, environment);
    tcase_add_test(tcase, filter_all_and_python);
    tcase_add_test(tcase, programs);
    tcase_add_test(tcase, a_line_for_the_shell);
    tcase_add_test(tcase, what_cannot_be_started);
    tcase_add_test(tcase, paths);
    suite_add_tcase(suite, tcase);
    return suite;
}
