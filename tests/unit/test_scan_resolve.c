/* From the text of an import to a file. */
#include <check.h>

#include "lint/scan/resolve.h"
#include "tests/fake/fake_files.h"

/* What `module` means in file `from`; "" is a package, or what is not there. */
struct import_case {
    const char *from, *module, *expect;
    struct fake_file tree[8];
};

#define NOTHING ""

static const struct import_case cases[] = {
    /* relative */
    {"/r/a.js", "./b", "/r/b.js", {{"/r/b.js", NOTHING}}},
    {"/r/a.js", "./b.js", "/r/b.ts", {{"/r/b.ts", NOTHING}}},
    {"/r/a.mts", "./b.mjs", "/r/b.mts", {{"/r/b.mts", NOTHING}}},
    {"/r/a.cts", "./b.cjs", "/r/b.cts", {{"/r/b.cts", NOTHING}}},
    {"/r/a.ts", "./b.jsx", "/r/b.tsx", {{"/r/b.tsx", NOTHING}}},
    {"/r/a.ts", "./b", "/r/b.tsx", {{"/r/b.tsx", NOTHING}}},
    {"/r/a.ts",
     "./b",
     "/r/b.ts",
     {{"/r/b.ts", NOTHING}, {"/r/b.js", NOTHING}, {"/r/b/index.ts", NOTHING}}},
    {"/r/x/a.ts", "../app.module", "/r/app.module.ts", {{"/r/app.module.ts", NOTHING}}},
    {"/r/x/a.ts", "..", "/r/index.ts", {{"/r/index.ts", NOTHING}}},
    {"/r/x/a.ts", ".", "/r/x/index.js", {{"/r/x/index.js", NOTHING}}},
    {"/r/a.ts", "./b/", "/r/b/index.ts", {{"/r/b/index.ts", NOTHING}}},
    {"/r/a.ts",
     "./b",
     "/r/b/lib/c.js",
     {{"/r/b/package.json", "{\"main\": \"lib/c\"}"}, {"/r/b/lib/c.js", NOTHING}}},
    {"/r/a.ts", "./b.json", "", {{"/r/b.json", "{}"}}},
    {"/r/a.ts", "./types", "", {{"/r/types.d.ts", NOTHING}}},
    {"/r/a.ts", "./gone", "", {{"/r/b.ts", NOTHING}}},
    {"/r/a.ts", "../../x", "", {{"/x.ts", NOTHING}}},
    {"/r/a.ts", "./x", "", {{"/r/x.ts", NULL}}},
    {"/r/a.ts", "./node_modules/x", "", {{"/r/node_modules/x/index.js", NOTHING}}},
    {"/r/a.ts", "node:fs", "", {{"/r/fs.ts", NOTHING}}},
    {"/r/a.ts", "", "", {{"/r/index.ts", NOTHING}}},
    {"/r/run.js",
     "./dist/main",
     "/r/src/main.ts",
     {{"/r/package.json", "{}"}, {"/r/src/main.ts", NOTHING}}},
    {"/r/a.ts", "ws", "", {{"/r/ws.ts", NOTHING}, {"/r/tsconfig.json", "{}"}}},

    /* tsconfig */
    {"/r/src/x/a.ts",
     "@app/b",
     "/r/src/b.ts",
     {{"/r/tsconfig.json", "{\"compilerOptions\": {\"paths\": {\"@app/*\": [\"src/*\"]}}}"},
      {"/r/src/b.ts", NOTHING}}},
    {"/r/src/a.ts",
     "@app/b",
     "/r/src/b.ts",
     {{"/r/tsconfig.json", "{\"compilerOptions\": {\"baseUrl\": \"./src\", \"paths\": {\"@app/*\": "
                           "[\"no/*\", \"*\"]}}}"},
      {"/r/src/b.ts", NOTHING}}},
    {"/r/a.ts",
     "@app/x/b",
     "/r/two/b.ts",
     {{"/r/tsconfig.json", "{\"compilerOptions\": {\"paths\": {\"*\": [\"zero/*\"], \"@app/*\": "
                           "[\"one/*\"], \"@app/x/*\": [\"two/*\"]}}}"},
      {"/r/one/x/b.ts", NOTHING},
      {"/r/two/b.ts", NOTHING}}},
    {"/r/a.ts",
     "@lib",
     "/r/libs/lib/src/index.ts",
     {{"/r/tsconfig.json", "{\"compilerOptions\": {\"paths\": {\"@lib\": [\"libs/lib/src\"], "
                           "\"@lib/*\": [\"no/*\"]}}}"},
      {"/r/libs/lib/src/index.ts", NOTHING}}},
    {"/r/apps/api/src/a.ts",
     "@lib/b",
     "/r/libs/b.ts",
     {{"/r/tsconfig.json", "{\"compilerOptions\": {\"paths\": {\"@lib/*\": [\"./libs/*\"]}}}"},
      {"/r/apps/api/tsconfig.json", "{\"extends\": \"../../tsconfig.json\"}"},
      {"/r/libs/b.ts", NOTHING}}},
    {"/r/apps/api/src/a.ts",
     "@lib/b",
     "",
     {{"/r/tsconfig.json", "{\"compilerOptions\": {\"paths\": {\"@lib/*\": [\"./libs/*\"]}}}"},
      {"/r/apps/api/tsconfig.json", "{}"},
      {"/r/libs/b.ts", NOTHING}}},
    {"/r/src/a.ts",
     "@lib/b",
     "/r/libs/b.ts",
     {{"/r/tsconfig.json",
       "{\"files\": [], \"references\": [{\"path\": \"./tsconfig.app.json\"}]}"},
      {"/r/tsconfig.app.json", "{\"compilerOptions\": {\"paths\": {\"@lib/*\": [\"./libs/*\"]}}}"},
      {"/r/libs/b.ts", NOTHING}}},
    {"/r/src/a.ts",
     "src/b",
     "/r/src/b.ts",
     {{"/r/tsconfig.json", "{\"compilerOptions\": {\"baseUrl\": \".\"}}"},
      {"/r/src/b.ts", NOTHING}}},
    {"/r/src/a.js",
     "lib/b",
     "/r/src/lib/b.js",
     {{"/r/jsconfig.json", "{\"compilerOptions\": {\"baseUrl\": \"src\"}}"},
      {"/r/src/lib/b.js", NOTHING}}},

    /* other names */
    {"/r/src/a.js",
     "#b/c",
     "/r/src/b/c.js",
     {{"/r/package.json", "{\"imports\": {\"#b/*\": {\"node\": \"./src/b/*.js\"}}}"},
      {"/r/src/b/c.js", NOTHING}}},
    {"/r/src/a.ts",
     "#b",
     "/r/src/b.ts",
     {{"/r/package.json", "{\"imports\": {\"#b\": \"./dist/b.js\"}}"}, {"/r/src/b.ts", NOTHING}}},
    {"/r/src/a.js",
     "@root/x/b",
     "/r/x/b.js",
     {{"/r/package.json", "{\"_moduleAliases\": {\"@root\": \".\"}}"}, {"/r/x/b.js", NOTHING}}},
    {"/r/src/a.js", "@/x", "/r/src/x.js", {{"/r/package.json", "{}"}, {"/r/src/x.js", NOTHING}}},

    /* packages of the repository */
    {"/r/apps/api/a.ts",
     "@x/db",
     "/r/packages/db/src/index.ts",
     {{"/r/package.json", "{\"workspaces\": [\"apps/*\", \"packages/*\"]}"},
      {"/r/packages/db/package.json", "{\"name\": \"@x/db\", \"main\": \"./dist/index.js\"}"},
      {"/r/packages/db/src/index.ts", NOTHING}}},
    {"/r/apps/api/a.ts",
     "@x/db/client",
     "/r/packages/db/src/client.ts",
     {{"/r/pnpm-workspace.yaml", "# all\npackages: [apps/*, \"packages/**\"]\n"},
      {"/r/packages/db/package.json",
       "{\"name\": \"@x/db\", \"exports\": {\".\": \"./a.js\", \"./*\": {\"types\": "
       "\"./no/*.d.ts\", \"import\": \"./dist/*.js\"}}}"},
      {"/r/packages/db/src/client.ts", NOTHING}}},
    {"/r/apps/api/a.ts",
     "db",
     "/r/p/deep/db/source.ts",
     {{"/r/pnpm-workspace.yaml", "catalog:\n  - no\npackages:\n- 'p/**'\n- \"!p/none\"\nonly: 1\n"},
      {"/r/p/deep/db/package.json",
       "{\"name\": \"db\", \"exports\": {\"types\": \"./source.ts\", \"default\": \"./made.js\"}}"},
      {"/r/p/deep/db/source.ts", NOTHING}}},
    {"/r/apps/api/a.ts",
     "db/x",
     "/r/db/src/x.ts",
     {{"/r/lerna.json", "{\"packages\": [\"db\"]}"},
      {"/r/db/package.json", "{\"name\": \"db\"}"},
      {"/r/db/src/x.ts", NOTHING}}},
    {"/r/api/a.ts",
     "db",
     "/r/db/index.ts",
     {{"/r/api/package.json", "{\"dependencies\": {\"db\": \"file:../db\"}}"},
      {"/r/db/index.ts", NOTHING}}},
    {"/r/src/a.ts",
     "me/b",
     "/r/src/b.ts",
     {{"/r/package.json", "{\"name\": \"me\", \"exports\": {\"./b\": \"./src/b.js\"}}"},
      {"/r/src/b.ts", NOTHING}}},
    {"/r/a.ts",
     "db",
     "",
     {{"/r/package.json", "{\"workspaces\": [\"../**\", \"**/**/**/**\"]}"},
      {"/out/package.json", "{\"name\": \"db\"}"}}},
};

START_TEST(resolves) {
    const struct import_case *c = &cases[_i];
    struct arena a;
    struct resolve r;
    arena_init(&a, 0);
    resolve_init(&r, &a, fake_files(&a, c->tree), STR("/r"));
    for (int again = 0; again < 2; again++) {
        struct str got = resolve_import(&r, str_of(c->from), str_of(c->module));
        ck_assert_msg(str_eqz(got, c->expect), "%s in %s: expected '%s', got '%.*s'", c->module,
                      c->from, c->expect, STR_ARG(got));
    }
    arena_done(&a);
}
END_TEST

/* A path of thousands of directories, or a name of any length, is missing and nothing worse. */
START_TEST(long_names) {
    static const struct fake_file tree[] = {{"/r/a.js", NOTHING}, {NULL, NULL}};
    struct arena a;
    struct resolve r;
    arena_init(&a, 0);
    resolve_init(&r, &a, fake_files(&a, tree), STR("/r"));
    for (size_t n = 10; n < 100000; n *= 3) {
        char *name = arena_alloc(&a, n);
        memcpy(name, "./", 2);
        for (size_t i = 2; i < n; i++)
            name[i] = i % 2 ? '/' : 'x';
        ck_assert_uint_eq(resolve_import(&r, STR("/r/a.js"), (struct str){name, n}).n, 0);
        ck_assert_uint_eq(resolve_import(&r, STR("/r/a.js"), (struct str){name + 2, n - 2}).n, 0);
    }
    arena_done(&a);
}
END_TEST

Suite *suite_scan_resolve(void);
Suite *suite_scan_resolve(void) {
    Suite *s = suite_create("scan_resolve");
    TCase *t = tcase_create("imports");
    tcase_add_loop_test(t, resolves, 0, (int)ARRAY_LEN(cases));
    tcase_add_test(t, long_names);
    suite_add_tcase(s, t);
    return s;
}
