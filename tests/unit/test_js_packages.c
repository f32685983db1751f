/* The packages that are modelled: what they give was read off the packages themselves. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/front/front.h"
#include "lint/lint.h"

static char root[64];

static const struct {
    const char *name, *text;
} disk[] = {
    {".env", "A=1\nB=two words\nPORT=1\nQ=\"q#1\"\n"},
    {".env.local", "A=local\nC=3\n"},
    {".env.production", "A=prod\nD=4\n"},
    {"ref.env", "X=${A}y\nZ=z\n"},
};

static void make_disk(void) {
    char path[160];
    (void)snprintf(root, sizeof root, "/tmp/ecoc-packages-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    (void)snprintf(path, sizeof path, "%s/.git", root);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    for (size_t i = 0; i < ARRAY_LEN(disk); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", root, disk[i].name);
        FILE *f = fopen(path, "w");
        ck_assert_ptr_nonnull(f);
        ck_assert_int_ge(fputs(disk[i].text, f), 0);
        ck_assert_int_eq(fclose(f), 0);
    }
}

static void remove_disk(void) {
    char path[160];
    for (size_t i = 0; i < ARRAY_LEN(disk); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", root, disk[i].name);
        ck_assert_int_eq(remove(path), 0);
    }
    (void)snprintf(path, sizeof path, "%s/.git", root);
    ck_assert_int_eq(remove(path), 0);
    ck_assert_int_eq(remove(root), 0);
}

/* The JSON of what the statements export; `want` is all of it, or occurs in it where it is unknown. */
static void check_eval(enum front_mode mode, const char *statements, const char *want) {
    static const struct env_var env[] = {{STR("NODE_ENV"), STR("production")},
                                         {STR("PORT"), STR("8081")}};
    struct arena a;
    struct diag_sink sink;
    char path[160];
    arena_init(&a, 0);
    diag_sink_init(&sink, &a, lint_rules, RULE_COUNT);
    struct front f = {.arena = &a, .sink = &sink, .mode = mode, .cwd = str_of(root)};
    f.files = files_worktree(&a);
    f.env = env;
    f.n_env = mode == FRONT_CONCRETE ? ARRAY_LEN(env) : 0;
    (void)snprintf(path, sizeof path, "%s/ecosystem.config.js", root);
    struct str text = arena_str(&a, str_of(statements));
    const struct value *v = front_js(&f, source_new(&a, str_of(path), str_of(path), text));
    struct str json = v ? value_json(&a, v) : STR("nothing");
    bool fits = strstr(want, "$unknown") ? memmem(json.p, json.n, "$unknown", 8) != NULL
                                         : str_eqz(json, want);
    ck_assert_msg(fits, "%s\n gives %.*s\n not   %s", statements, STR_ARG(json), want);
    arena_done(&a);
}

START_TEST(dotenv_reads_its_files) {
    static const struct {
        const char *statements, *want;
    } cases[] = {
        {"const r = require('dotenv').config({ path: ['.env.local', '.env'] });"
         "module.exports = [r, process.env.A, process.env.C, process.env.PORT];",
         "[{\"parsed\":{\"A\":\"local\",\"C\":\"3\",\"B\":\"two "
         "words\",\"PORT\":\"1\",\"Q\":\"q#1\"}},"
         "\"local\",\"3\",\"8081\"]"},
        {"require('dotenv').config({ path: ['.env.local', '.env'], override: true });"
         "module.exports = [process.env.A, process.env.PORT];",
         "[\"1\",\"1\"]"},
        {"delete process.env.PORT; require('dotenv').config(); module.exports = process.env.PORT;",
         "\"1\""},
        {"require('dotenv-flow').config(); const e = process.env;"
         "module.exports = [e.A, e.C, e.D, e.PORT];",
         "[\"prod\",\"3\",\"4\",\"8081\"]"},
        {"const r = require('dotenv-flow').config({ node_env: 'test', silent: true });"
         "module.exports = [r.parsed.A, process.env.C];",
         "[\"1\",null]"},
        {"require('dotenv-flow').config({ files: ['.env.local', '.env'] });"
         "module.exports = process.env.A;",
         "\"1\""},
        {"const r = require('dotenv-expand').expand(require('dotenv').config());"
         "module.exports = [r.parsed.PORT, process.env.A];",
         "[\"8081\",\"1\"]"},
        {"require('dotenv-expand').expand(require('dotenv').config({ path: 'ref.env' }));"
         "module.exports = process.env.X;",
         "$unknown"},
        {"require('dotenv-flow').config({ pattern: 'x' }); module.exports = process.env.A;",
         "$unknown"},
    };
    make_disk();
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_eval(FRONT_CONCRETE, cases[i].statements, cases[i].want);
        check_eval(FRONT_SYMBOLIC, cases[i].statements, "$unknown");
    }
    remove_disk();
}
END_TEST

START_TEST(lodash_gives_what_it_gives) {
    static const struct {
        const char *expression, *want;
    } cases[] = {
        {"_.merge({}, { a: { b: 1 }, l: [1, 2, { x: 1 }] }, { a: { c: 2 }, l: [9, undefined, { y: "
         "2 }] })",
         "{\"a\":{\"b\":1,\"c\":2},\"l\":[9,2,{\"x\":1,\"y\":2}]}"},
        {"_.merge({ a: { b: 1 } }, { a: null })", "{\"a\":null}"},
        {"_.defaults({ a: 1, b: undefined }, { a: 2, b: 3, c: 4 })", "{\"a\":1,\"b\":3,\"c\":4}"},
        {"_.defaultsDeep({ a: { b: 1 } }, { a: { b: 2, c: 3 }, d: 1 })",
         "{\"a\":{\"b\":1,\"c\":3},\"d\":1}"},
        {"[_.range(4), _.range(1, 5), _.range(0, 20, 5), _.range(-3), _.range(3, 1)]",
         "[[0,1,2,3],[1,2,3,4],[0,5,10,15],[0,-1,-2],[3,2]]"},
        {"_.times(2, (i) => ({ name: `w-${i}` }))", "[{\"name\":\"w-0\"},{\"name\":\"w-1\"}]"},
        {"[_.pick({ a: 1, b: 2 }, ['a', 'z']), _.omit({ a: 1, b: 2 }, 'a')]",
         "[{\"a\":1},{\"b\":2}]"},
        {"_.pick(process.env, ['PORT', 'NONE'])", "{\"PORT\":\"8081\"}"},
        {"[_.get({ a: { b: [{ c: 3 }] } }, 'a.b[0].c'), _.get({}, 'a.b', 'd')]", "[3,\"d\"]"},
        {"_.mapValues(_.keyBy([{ id: 'a', v: 1 }, { id: 'b', v: 2 }], 'id'), 'v')",
         "{\"a\":1,\"b\":2}"},
        {"[_.isEmpty({}), _.isEmpty([1]), _.isEmpty(5), _.uniq([1, 1, 2]), _.chunk([1, 2, 3], 2)]",
         "[true,false,true,[1,2],[[1,2],[3]]]"},
        {"_.map(_.sortBy([{ n: 'b', p: 1 }, { n: 'a', p: 2 }, { n: 'c', p: 1 }], ['p', 'n']), 'n')",
         "[\"b\",\"c\",\"a\"]"},
        {"[_.kebabCase('fooBar baz'), _.camelCase('foo-bar'), _.capitalize('fOO')]",
         "[\"foo-bar-baz\",\"fooBar\",\"Foo\"]"},
        {"require('lodash.clonedeep')({ a: [1] })", "{\"a\":[1]}"},
        {"require('lodash/merge')({ a: 1 }, { b: 2 })", "{\"a\":1,\"b\":2}"},
        {"[_.union(undefined, [1], null), _.concat(), _.difference([1, 2], undefined), _.uniq()]",
         "[[1],[],[1,2],[]]"},
        {"_.defaultsDeep({ a: null }, { a: 1, f: () => 1, l: [1] })", "{\"a\":null,\"l\":[1]}"},
        {"_.startsWith('abc', 'b', 1)", "$unknown"},
        {"_.includes([1, 2], 1, 1)", "$unknown"},
        {"_.chunk('abc', 2)", "$unknown"},
        {"_.sum({ a: 1 })", "$unknown"},
        {"_.template('<%= a %>')({ a: 1 })", "$unknown"},
        {"_.merge({}, require('no-such-package'))", "$unknown"},
        {"require('lodash/fp')", "$unknown"},
    };
    char text[512];
    make_disk();
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        (void)snprintf(text, sizeof text, "const _ = require('lodash'); module.exports = %s;",
                       cases[i].expression);
        check_eval(FRONT_CONCRETE, text, cases[i].want);
    }
    check_eval(FRONT_SYMBOLIC,
               "module.exports = require('lodash').merge({}, { e: { P: process.env.P } }).e.P;",
               "$unknown");
    remove_disk();
}
END_TEST

Suite *suite_js_packages(void);
Suite *suite_js_packages(void) {
    Suite *s = suite_create("front: js, packages");
    TCase *t = tcase_create("packages");
    suite_add_tcase(s, t);
    tcase_add_test(t, dotenv_reads_its_files);
    tcase_add_test(t, lodash_gives_what_it_gives);
    return s;
}
