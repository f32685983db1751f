/* The walk over an app's files: what is in it, what is not, and the same each time. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lint/scan/app.h"
#include "lint/scan/pool.h"
#include "schema/io/file.h"
#include "tests/fake/fake_files.h"

static struct arena arena;

static void set_up(void) {
    arena_init(&arena, 0);
}

static void tear_down(void) {
    arena_done(&arena);
}

static const struct scan_app *app_of(struct scan *scan, const char *script) {
    struct scan_entry entry = {.root = STR("/r"), .script = str_of(script)};
    return scan_app(scan, &entry);
}

/* "main.js a.js": the names in their order. */
static const char *names(const struct scan_app *app) {
    struct str out = {"", 0};
    for (size_t i = 0; i < app->files.n; i++)
        out = arena_fmt(&arena, "%.*s%s%.*s", STR_ARG(out), i ? " " : "",
                        STR_ARG(app->files.at[i]->src->name));
    return out.p;
}

static struct scan *scan_of(const struct fake_file *tree, const struct scan_limits *limits) {
    return scan_new(&arena, fake_files(&arena, tree), STR("/r"), STR(""), limits);
}

START_TEST(whole_app) {
    static const struct fake_file tree[] = {
        {"/r/main.js", "const z = require('./z');\nrequire('express');\nimport './a/b.js';\n"},
        {"/r/z.js", "module.exports = require('./a');\n"},
        {"/r/a/index.js", "export * from './b';\nimport x from '../main';\n"},
        {"/r/a/b.ts", "export const b: number = 1;\n"},
        {"/r/unused.js", "require('./z');\n"},
        {"/r/node_modules/express/index.js", ""},
        {NULL, NULL}};
    struct scan *scan = scan_of(tree, NULL);
    const struct scan_app *app = app_of(scan, "main.js");
    ck_assert_str_eq(names(app), "main.js a/b.ts a/index.js z.js");
    ck_assert(str_eqz(app->entry, "/r/main.js"));
    ck_assert_uint_eq(app->note.n, 0);
    const struct scan_file *main_file = app->files.at[0];
    ck_assert_uint_eq(main_file->edges.n, main_file->facts->imports.n);
    for (size_t i = 0; i < main_file->edges.n; i++) {
        const struct scan_edge *edge = &main_file->edges.at[i];
        struct str module =
            fact_str(main_file->facts, main_file->facts->imports.at[edge->import].module);
        const char *to = str_eqz(module, "./z")        ? "z.js"
                         : str_eqz(module, "./a/b.js") ? "a/b.ts"
                                                       : NULL;
        ck_assert_int_eq(edge->to != NULL, to != NULL);
        if (to)
            ck_assert(str_eqz(edge->to->src->name, to));
    }
    scan_close(scan);
}
END_TEST

START_TEST(shared_files) {
    static const struct fake_file tree[] = {{"/r/a.js", "require('./c')\n"},
                                            {"/r/b.js", "require('./c')\n"},
                                            {"/r/c.js", "exports.x = 1\n"},
                                            {NULL, NULL}};
    struct scan *scan = scan_of(tree, NULL);
    const struct scan_app *a = app_of(scan, "a.js"), *b = app_of(scan, "./b");
    ck_assert_str_eq(names(a), "a.js c.js");
    ck_assert_str_eq(names(b), "b.js c.js");
    ck_assert_ptr_eq(a->files.at[1], b->files.at[1]);
    ck_assert_ptr_eq(app_of(scan, "./a.js"), a);
    ck_assert_uint_eq(scan_counts(scan).files, 3);
    scan_close(scan);
}
END_TEST

START_TEST(no_source) {
    static const struct fake_file tree[] = {{"/r/a.js", ""}, {NULL, NULL}};
    struct scan *scan = scan_of(tree, NULL);
    const struct scan_app *app = app_of(scan, "gone.js");
    ck_assert_uint_eq(app->files.n, 0);
    ck_assert_uint_eq(app->entry.n, 0);
    ck_assert_uint_gt(app->note.n, 0);
    scan_close(scan);
}
END_TEST

/* What is too large is counted, and leads nowhere. */
START_TEST(large_files) {
    static const struct fake_file tree[] = {{"/r/a.js", "require('./b')\nrequire('./c')\n"},
                                            {"/r/b.js", "require('./d') // 12345678901234567890\n"},
                                            {"/r/c.js", "exports.x = 1\n"},
                                            {"/r/d.js", ""},
                                            {NULL, NULL}};
    struct scan_limits limits = {.file_bytes = 32};
    struct scan *scan = scan_of(tree, &limits);
    const struct scan_app *app = app_of(scan, "a.js");
    ck_assert_str_eq(names(app), "a.js c.js");
    ck_assert_uint_eq(app->n_skipped, 1);
    for (size_t i = 0; i < app->files.at[0]->edges.n; i++)
        ck_assert(!app->files.at[0]->edges.at[i].to || app->files.at[0]->edges.at[i].to->facts);
    ck_assert_uint_eq(scan_counts(scan).skipped, 1);
    scan_close(scan);
}
END_TEST

START_TEST(many_files) {
    static const struct fake_file tree[] = {{"/r/a.js", "require('./b')\nrequire('./c')\n"},
                                            {"/r/b.js", "require('./d')\n"},
                                            {"/r/c.js", ""},
                                            {"/r/d.js", ""},
                                            {NULL, NULL}};
    struct scan_limits limits = {.files_most = 2};
    struct scan *scan = scan_of(tree, &limits);
    const struct scan_app *app = app_of(scan, "a.js");
    ck_assert_uint_eq(app->files.n, 2);
    ck_assert_uint_eq(app->n_skipped, 2);
    scan_close(scan);
}
END_TEST

/* ---- on the disk ---- */

static char root[64];

static void put(const char *name, const char *text) {
    struct err err = {0};
    struct str path = arena_fmt(&arena, "%s/%s", root, name);
    struct str dir = path_dirname(path);
    ck_assert_msg(file_make_dirs(arena_cstr(&arena, dir), &err) == 0, "%s", err.msg);
    ck_assert_msg(file_replace(path.p, str_of(text), 0600, &err) == 0, "%s", err.msg);
}

enum { CHAIN = 60 };

/* A fan of files that import each other. */
static void set_up_tree(void) {
    set_up();
    (void)snprintf(root, sizeof root, "/tmp/ecoc-scan-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    struct str all = {"", 0};
    for (int i = 0; i < CHAIN; i++) {
        struct str text = arena_fmt(&arena,
                                    "import './f%d';\nimport './f%d';\nconst m%d = new Map();\n"
                                    "setInterval(() => m%d.clear(), 5);\nexport { m%d };\n",
                                    (i * 7 + 1) % CHAIN, (i * 3 + 2) % CHAIN, i, i, i);
        put(arena_fmt(&arena, "src/f%d.ts", i).p, text.p);
        all = arena_fmt(&arena, "%.*simport './f%d';\n", STR_ARG(all), i);
    }
    put("src/main.ts", all.p);
    put("package.json", "{}");
}

static void tear_down_tree(void) {
    struct str command = arena_fmt(&arena, "rm -rf %s", root);
    ck_assert_int_eq(system(command.p), 0);
    tear_down();
}

static const struct scan_app *scan_tree(unsigned threads, const char *cache,
                                        struct scan_counts *counts) {
    struct scan_limits limits = {.threads = threads};
    struct scan_entry entry = {str_of(root), STR(""), STR("dist/main.js"), STR("")};
    struct scan *scan =
        scan_new(&arena, files_worktree(&arena), str_of(root), str_of(cache), &limits);
    const struct scan_app *app = scan_app(scan, &entry);
    scan_close(scan);
    *counts = scan_counts(scan);
    return app;
}

static void check_equal(const struct scan_app *a, const struct scan_app *b) {
    ck_assert_str_eq(names(a), names(b));
    for (size_t i = 0; i < a->files.n; i++) {
        const struct scan_file *x = a->files.at[i], *y = b->files.at[i];
        ck_assert_uint_eq(x->edges.n, y->edges.n);
        ck_assert_uint_eq(x->facts->pool_n, y->facts->pool_n);
        ck_assert_uint_eq(x->facts->functions.n, y->facts->functions.n);
        ck_assert_mem_eq(x->facts->pool, y->facts->pool, x->facts->pool_n);
        for (size_t e = 0; e < x->edges.n; e++)
            ck_assert(str_eq(x->edges.at[e].to->src->path, y->edges.at[e].to->src->path));
    }
}

START_TEST(any_number_of_threads) {
    struct scan_counts counts;
    const struct scan_app *one = scan_tree(1, "", &counts);
    ck_assert_uint_eq(one->files.n, CHAIN + 1);
    for (unsigned threads = 2; threads <= 9; threads++)
        check_equal(one, scan_tree(threads, "", &counts));
}
END_TEST

START_TEST(from_the_cache) {
    struct scan_counts counts;
    const char *cache = arena_fmt(&arena, "%s/.cache/ecoc", root).p;
    const struct scan_app *cold = scan_tree(2, cache, &counts);
    ck_assert_uint_eq(counts.cached, 0);
    const struct scan_app *warm = scan_tree(2, cache, &counts);
    ck_assert_uint_eq(counts.cached, CHAIN + 1);
    ck_assert_uint_eq(counts.parsed, 0);
    check_equal(cold, warm);
    put("src/f3.ts", "import './f4';\n");
    (void)scan_tree(2, cache, &counts);
    ck_assert_uint_eq(counts.cached, CHAIN);
}
END_TEST

START_TEST(links) {
    struct scan_counts counts;
    put("lib/in.ts", "export const x = 1;\n");
    put("src/main.ts",
        "import './in';\nimport './out/in';\nimport './out.ts';\nimport './d/in';\n");
    ck_assert_int_eq(symlink("../lib/in.ts", arena_fmt(&arena, "%s/src/in.ts", root).p), 0);
    ck_assert_int_eq(symlink("../lib", arena_fmt(&arena, "%s/src/d", root).p), 0);
    ck_assert_int_eq(symlink("/etc", arena_fmt(&arena, "%s/src/out", root).p), 0);
    ck_assert_int_eq(symlink("/etc/passwd", arena_fmt(&arena, "%s/src/out.ts", root).p), 0);
    ck_assert_str_eq(names(scan_tree(2, "", &counts)), "src/main.ts src/d/in.ts src/in.ts");
}
END_TEST

/* ---- the pool ---- */

static void count_one(void *ctx, unsigned worker, size_t i) {
    unsigned *seen = ctx;
    ck_assert_uint_lt(worker, 8);
    seen[i]++;
}

START_TEST(each_once) {
    unsigned seen[1000];
    for (unsigned threads = 0; threads < 10; threads++) {
        struct pool *pool = pool_new(threads);
        ck_assert_uint_le(pool_size(pool), threads ? threads : 1);
        for (size_t n = 0; n <= 1000; n += 250) {
            memset(seen, 0, sizeof seen);
            pool_run(pool, n, count_one, seen);
            for (size_t i = 0; i < 1000; i++)
                ck_assert_uint_eq(seen[i], i < n);
        }
        pool_free(pool);
    }
}
END_TEST

Suite *suite_scan_app(void);
Suite *suite_scan_app(void) {
    Suite *s = suite_create("scan_app");
    TCase *t = tcase_create("walk"), *disk = tcase_create("disk");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, whole_app);
    tcase_add_test(t, shared_files);
    tcase_add_test(t, no_source);
    tcase_add_test(t, large_files);
    tcase_add_test(t, many_files);
    tcase_add_test(t, each_once);
    suite_add_tcase(s, t);
    tcase_add_checked_fixture(disk, set_up_tree, tear_down_tree);
    tcase_add_test(disk, any_number_of_threads);
    tcase_add_test(disk, from_the_cache);
    tcase_add_test(disk, links);
    suite_add_tcase(s, disk);
    return s;
}
