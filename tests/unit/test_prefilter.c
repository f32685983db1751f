/* Which files are worth a parse, and what is known of the others. */
#include <check.h>
#include <ftw.h>
#include <limits.h>
#include <unistd.h>

#include "lint/scan/extract.h"
#include "lint/scan/lexer.h"
#include "schema/io/file.h"

static const struct filter_case {
    const char *name, *path;
    bool wanted;
    const char *source;
} cases[] = {
    {"constants", "a.js", false,
     "const COLORS = { red: 1 }; const A = ['x']; const S = new Set(['a']); exports.f = "
     "(c) => COLORS[c] && S.has(c);"},
    {"filled_map", "a.js", true, "const clients = new Map();"},
    {"empty_list_of_module", "a.js", true, "const list = [];"},
    {"local_list", "a.js", false,
     "exports.f = (xs) => { const out = []; xs.forEach((x) => { out.push(x); }); return "
     "out; };"},
    {"closure", "a.js", true,
     "module.exports = function store() { const items = {}; return { add(k, v) { items[k] "
     "= v; } }; };"},
    {"counter", "a.js", true, "let n = 0; exports.next = () => { n += 1; return n; };"},
    {"lazy", "a.js", true, "let db\nexports.get = () => { if (!db) { db = open(); } return db; };"},
    {"table_changed", "a.js", true,
     "const stats = { hits: 0 }; exports.hit = () => { stats.hits++; };"},
    {"import_changed", "a.js", true,
     "import { stats } from './stats'; export function hit() { stats.hits += 1; }"},
    {"import_called", "a.js", false,
     "import { add } from './add'; export function two() { return add(1, 1); }"},
    {"import_called_at_boot", "a.js", true,
     "import { register } from './registry'; register({ country: 'DE' });"},
    {"field", "a.ts", true, "export class A { private users = new Map<string, X>(); }"},
    {"field_changed", "a.ts", true,
     "export class A { constructor(private repo: R) {} private token: string; async go() "
     "{ this.token = await f(); } }"},
    {"field_set", "a.ts", false,
     "export class A { name: string; constructor(name: string) { this.name = name; } "
     "get() { return this.name; } }"},
    {"static", "a.ts", true, "export class A { static running = false; }"},
    {"static_method", "a.ts", false, "export class A { static of(x) { return new A(x); } }"},
    {"in_comment", "a.js", false,
     "// setInterval(f, 1) new Map() process.env.X\n/* cron.schedule('x', f) */ exports.a "
     "= 'new Map()' + `setInterval(${1})` + /process.env/.source;"},
    {"library", "a.js", true, "const cron = require('node-cron'); cron.schedule('* * * * *', f);"},
    {"library_unused", "a.ts", false,
     "import { Cron } from '@nestjs/schedule'; export const a = 'Cron';"},
    {"library_used", "a.ts", true,
     "import { CronJob as Job } from 'cron'; export const a = new Job('* * * * * *', f);"},
    {"library_spread", "a.ts", true, "import jobs from 'node-cron'; export const a = { ...jobs };"},
    {"library_shadowed", "a.ts", true,
     "import jobs from 'node-cron'; export function a() { let jobs; return jobs; }"},
    {"library_handed_on", "a.ts", true, "import { CronJob } from 'cron'; export { CronJob };"},
    {"library_destructured", "a.js", true, "const { CronJob } = require('cron');"},
    {"socket_of_app", "a.js", true, "exports.f = (req) => req.app.get('io').emit('x');"},
    {"redis_lock", "a.js", true, "exports.f = () => redis.set('k', 1, { NX: true });"},
    {"weak_library", "a.js", false,
     "const express = require('express'); const router = express.Router(); "
     "router.get('/x', (q, s) => s.json(1)); module.exports = router;"},
    {"weak_library_called", "a.js", true,
     "const express = require('express'); const app = express();"},
    {"weak_word", "a.js", true,
     "import { readFile, writeFile } from 'fs/promises'; export const f = () => "
     "writeFile('a', 'b');"},
    {"weak_word_unused", "a.js", false,
     "import { readFile } from 'fs/promises'; export const f = () => readFile('a');"},
    {"payment", "a.js", true, "router.post('/pay/ipn', f);"},
    {"environment", "a.js", true, "module.exports = { port: process.env.PORT };"},
    {"quiet_process", "a.js", false, "module.exports = { dir: process.cwd() };"},
    {"sleep", "a.js", false,
     "exports.sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));"},
    {"again", "a.js", true, "function loop() { work(); setTimeout(loop, 5); }"},
    {"emitter_of_request", "a.js", true, "router.post('/x', (req) => { req.io.emit('x'); });"},
    {"jsx", "a.jsx", false, "export const A = ({ n }) => <p title=\"it's\">Don't {n} `stop`</p>;"},
    {"nested_template", "a.js", true, "const s = `a${`b${'c'}`}d`; const m = new Map();"},
    {"regex", "a.js", true, "const r = /[/'\"`]/.test(x); const m = new Map();"},
    {"sql_lock", "a.js", true, "exports.f = (db) => db.query('SELECT pg_try_advisory_lock(1)');"},
    {"no_semicolons", "a.js", true,
     "const f = (x) => x.y\nconst list = []\nexports.g = (v) => list.push(v)\n"},
    {"top_arrow", "a.js", true, "const t = { a: 1 }; exports.f = (v) => t.a = v;"},
    {"service_called", "a.ts", false,
     "@Controller() export class A { constructor(private readonly orders: Orders) {} "
     "@Delete() drop(id) { return this.orders.delete(id); } }"},
    {"io_of_app", "a.js", true, "router.post('/x', (req) => { req.app.get('io').emit('x'); });"},
};

START_TEST(test_wanted) {
    const struct filter_case *c = &cases[_i];
    struct arena a;
    struct facts facts;
    arena_init(&a, 0);
    const struct source *src = source_new(&a, str_of(c->path), str_of(c->path), str_of(c->source));
    bool wanted = extract_wanted(&a, src, &facts);
    ck_assert_msg(wanted == c->wanted, "%s: %d", c->name, wanted);
    ck_assert(facts.is_skipped == !wanted);
    arena_done(&a);
}
END_TEST

static void check_import(const struct facts *f, uint32_t i, const char *module, const char *name,
                         const char *local) {
    ck_assert_uint_lt(i, f->imports.n);
    ck_assert(str_eqz(fact_str(f, f->imports.at[i].module), module));
    ck_assert(str_eqz(fact_str(f, f->imports.at[i].name), name));
    ck_assert(str_eqz(fact_str(f, f->imports.at[i].local), local));
}

/* The graph of imports goes on through files that are not parsed. */
START_TEST(test_imports) {
    static const char text[] =
        "import a, {b as c, type T} from './x';\n"
        "import * as n from \"./n\"; import './effects';\n"
        "export {d, e as f} from './y'; export * from './z';\n"
        "const r = require('./r'), {s} = require('./s');\n"
        "app.use(require('./t')); const l = () => import('./l');\n"
        "// import g from './commented';\n"
        "const u = 'import h from \"./quoted\"'; export const v = 1; export {u};\n";
    struct arena a;
    struct facts f;
    arena_init(&a, 0);
    const struct source *src = source_new(&a, STR("a.js"), STR("a.js"), str_of(text));
    ck_assert(!extract_wanted(&a, src, &f));
    check_import(&f, 0, "./x", "default", "a");
    check_import(&f, 1, "./x", "b", "c");
    check_import(&f, 2, "./x", "T", "T");
    check_import(&f, 3, "./n", "*", "n");
    check_import(&f, 4, "./effects", "", "");
    check_import(&f, 5, "./r", "*", "r");
    check_import(&f, 6, "./s", "*", "");
    check_import(&f, 7, "./t", "*", "");
    check_import(&f, 8, "./l", "*", "");
    ck_assert_uint_eq(f.imports.n, 9);
    ck_assert(f.imports.at[8].is_dynamic && !f.imports.at[7].is_dynamic);
    ck_assert_uint_eq(f.exports.n, 3);
    ck_assert(str_eqz(fact_str(&f, f.exports.at[1].name), "f"));
    ck_assert(str_eqz(fact_str(&f, f.exports.at[1].local), "e"));
    ck_assert(str_eqz(fact_str(&f, f.exports.at[2].module), "./z"));
    arena_done(&a);
}
END_TEST

/* What the lexer gives for a text: a letter for each token's kind, marks as they are. */
static void check_tokens(const char *text, const char *want) {
    static const char letters[] = "$wnstr";
    struct lexer l = {.text = str_of(text)};
    char is[64];
    size_t n = 0;
    for (struct lex_token t = lex_next(&l); t.kind != LEX_END && n < sizeof is - 1;
         t = lex_next(&l))
        is[n++] = t.kind == LEX_MARK ? t.mark : letters[t.kind];
    is[n] = '\0';
    ck_assert_str_eq(is, want);
}

START_TEST(test_tokens) {
    check_tokens("a = b / c / 2;", "w=w/w/n;");
    check_tokens("a = /b\\/[/]c/g.test(d)", "w=r.w(w)");
    check_tokens("return /x/ ; x++ / 2", "wr;w++/n");
    check_tokens("`a${b + `c${d}`}e` f", "tw+twttw");
    check_tokens("'a\\'b' \"c\nd", "ssw");
    check_tokens("a => { b !== c } // d", "w>{w~w}");
    check_tokens("/* a */ b /* c", "w");
}
END_TEST

/* ---- the services of the golden cases --------------------------------------------------------- */

/* Of a state that a function other than a constructor changes. */
static bool is_change(const struct facts *f, const struct fact_use *u) {
    bool writes = u->op == USE_WRITE || u->op == USE_ADD || u->op == USE_REMOVE ||
                  u->op == USE_CLEAR || u->op == USE_INCREMENT;
    return writes && u->state != FACT_NONE && u->function != 0 &&
           !(f->functions.at[u->function].flags & FN_CONSTRUCTOR);
}

static unsigned n_passed_over;

/* What is passed over has nothing in it that a whole extraction would have found. */
static int check_file(const char *path, const struct stat *st, int type, struct FTW *where) {
    struct str name = str_of(path), text;
    struct arena a;
    struct facts few, all = {0};
    struct err err = {0};
    (void)st;
    (void)where;
    if (type != FTW_F || !(str_ends(name, STR(".ts")) || str_ends(name, STR(".js")) ||
                           str_ends(name, STR(".mjs")) || str_ends(name, STR(".tsx"))))
        return 0;
    arena_init(&a, 0);
    ck_assert_msg(file_read(path, 1 << 20, &a, &text, &err) == 0, "%s", err.msg);
    const struct source *src = source_new(&a, name, name, text);
    if (!extract_wanted(&a, src, &few)) {
        n_passed_over++;
        extract_facts(&a, src, &all);
        ck_assert_msg(all.marks.n == 0, "%s: a mark is missed", path);
        ck_assert_msg(all.envs.n == 0, "%s: a variable is missed", path);
        for (uint32_t i = 0; i < all.uses.n; i++)
            ck_assert_msg(!is_change(&all, &all.uses.at[i]), "%s: a change is missed", path);
    }
    arena_done(&a);
    return 0;
}

START_TEST(test_services) {
    char dir[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", dir, sizeof dir - 1);
    ck_assert_int_gt(n, 0);
    dir[n] = 0;
    for (int i = 0; i < 3; i++) /* build/VARIANT/unit */
        *strrchr(dir, '/') = 0;
    ck_assert_uint_lt(strlen(dir), sizeof dir - 40);
    strcat(dir, "/tests/golden/lint/services");
    ck_assert_int_eq(nftw(dir, check_file, 16, FTW_PHYS), 0);
    ck_assert_uint_gt(n_passed_over, 50);
}
END_TEST

Suite *suite_prefilter(void) {
    Suite *s = suite_create("prefilter");
    TCase *t = tcase_create("prefilter");
    tcase_add_loop_test(t, test_wanted, 0, ARRAY_LEN(cases));
    tcase_add_test(t, test_imports);
    tcase_add_test(t, test_tokens);
    tcase_add_test(t, test_services);
    suite_add_tcase(s, t);
    return s;
}
