/* The JavaScript evaluator through its door: values, choices, recipes, dependencies, places,
 * refusals. */
#include <check.h>
#include <stdio.h>

#include "compiler/front/front.h"
#include "lint/lint.h"

static struct arena arena;
static struct diag_sink sink;
static struct front front;

static const struct {
    const char *path, *text;
} disk[] = {
    {"/srv/app/own.js", "exports.name = 'own'; exports.dir = __dirname;"},
    {"/srv/app/data.json", "{\"v\": [1, 2]}"},
    {"/srv/app/bad.json", "{'v': 1}"},
    {"/srv/app/esm.mjs", "export const a = 1; export default { d: 2 };"},
    {"/srv/app/.env", "# comment\nFROM_FILE=file value\nPORT=1\nQUOTED=\"a b\"\n"},
};

static int read_disk(struct files *self, struct str path, size_t limit, struct arena *a,
                     struct str *bytes, struct err *err) {
    (void)self, (void)limit, (void)a;
    for (size_t i = 0; i < ARRAY_LEN(disk); i++)
        if (str_eqz(path, disk[i].path)) {
            *bytes = str_of(disk[i].text);
            return 0;
        }
    return err_set(err, "no such file");
}

static enum file_kind kind_on_disk(struct files *self, struct str path) {
    (void)self;
    for (size_t i = 0; i < ARRAY_LEN(disk); i++)
        if (str_eqz(path, disk[i].path))
            return FILE_REGULAR;
    return FILE_MISSING;
}

static void open_front(enum front_mode mode) {
    static struct files files = {.read = read_disk, .kind = kind_on_disk};
    static const struct env_var env[] = {
        {{"EMPTY", 5}, {"", 0}}, {{"NODE_ENV", 8}, {"production", 10}}, {{"PORT", 4}, {"3000", 4}}};
    arena_init(&arena, 0);
    diag_sink_init(&sink, &arena, lint_rules, RULE_COUNT);
    front = (struct front){.arena = &arena,
                           .sink = &sink,
                           .files = &files,
                           .mode = mode,
                           .env = env,
                           .n_env = ARRAY_LEN(env),
                           .cwd = STR("/srv/app"),
                           .home = STR("/root"),
                           .host = {.name = STR("host"), .cpus = 4}};
}

static void close_front(void) {
    arena_done(&arena);
}

static const struct value *eval(enum front_mode mode, const char *text) {
    open_front(mode);
    const struct source *src =
        source_new(&arena, STR("x.config.js"), STR("/srv/app/x.config.js"), str_of(text));
    return front_js(&front, src);
}

static const struct value *eval_json(const char *text) {
    open_front(FRONT_CONCRETE);
    const struct source *src =
        source_new(&arena, STR("x.json"), STR("/srv/app/x.json"), str_of(text));
    return front_json(&front, src);
}

static void check_json(const struct value *v, const char *want) {
    ck_assert_msg(v != NULL, "no value: %.*s", sink.list.n ? (int)sink.list.at[0]->message.n : 0,
                  sink.list.n ? sink.list.at[0]->message.p : "");
    struct str got = value_json(&arena, v);
    ck_assert_msg(str_eqz(got, want), "got %.*s\nwant %s", STR_ARG(got), want);
}

static void is(enum front_mode mode, const char *text, const char *want) {
    check_json(eval(mode, text), want);
    close_front();
}

static void check_refusal(const struct value *v, const char *text, const char *message,
                          const char *at) {
    ck_assert_ptr_null(v);
    ck_assert_uint_eq(sink.list.n, 1);
    const struct diag *d = sink.list.at[0];
    ck_assert_uint_eq(d->rule, RULE_PARSE_ERROR);
    ck_assert_msg(memmem(d->message.p, d->message.n, message, strlen(message)) != NULL,
                  "message: %.*s", STR_ARG(d->message));
    if (at) {
        struct str there = {text + d->span.begin, d->span.end - d->span.begin};
        ck_assert_msg(str_eqz(there, at), "place: %.*s", STR_ARG(there));
    }
    close_front();
}

static void refuses(const char *text, const char *message, const char *at) {
    check_refusal(eval(FRONT_CONCRETE, text), text, message, at);
}

static const struct value *path_of(const struct value *v, const char *key) {
    const struct value *out = value_get(v, str_of(key));
    ck_assert_ptr_nonnull(out);
    return out;
}

static void check_late(const struct value *v, const char *want) {
    char got[256] = "";
    size_t n = 0;
    for (size_t i = 0; v->late && i < v->late->n; i++) {
        const struct late_part *p = &v->late->parts[i];
        n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s%s%.*s%s",
                              p->kind == LATE_ENV ? "{" : "", STR_ARG(p->text),
                              !p->has_default       ? ""
                              : p->empty_is_missing ? "||"
                                                    : "??",
                              p->has_default ? (int)p->fallback.n : 0,
                              p->has_default ? p->fallback.p : "", p->kind == LATE_ENV ? "}" : "");
    }
    ck_assert_str_eq(got, want);
}

static size_t place_of(const char *text, const char *part) {
    const char *hit = strstr(text, part);
    return hit ? (size_t)(hit - text) : SIZE_MAX;
}

START_TEST(reads_literals_and_exports) {
    is(FRONT_CONCRETE, "module.exports = { a: [1, 'x', null, true, 1e21], b: undefined }",
       "{\"a\":[1,\"x\",null,true,1e+21]}");
    is(FRONT_CONCRETE, "exports.apps = []; module.exports.x = 1", "{\"apps\":[],\"x\":1}");
    is(FRONT_CONCRETE, "export default { apps: [] }", "{\"apps\":[]}");
    is(FRONT_CONCRETE, "export const b = 1; export const apps = [2];", "{\"apps\":[2],\"b\":1}");
    is(FRONT_CONCRETE, "const a = 1", "{}");
    is(FRONT_CONCRETE,
       "import path, { join } from 'node:path'; export default "
       "[join('a', '..', 'b'), path.sep, import.meta.url, import.meta.dirname]",
       "[\"b\",\"/\",\"file:///srv/app/x.config.js\",\"/srv/app\"]");
}
END_TEST

START_TEST(names_what_is_not_a_value) {
    const struct value *v = eval(FRONT_CONCRETE, "module.exports = () => ({})");
    ck_assert_int_eq(v->kind, VALUE_OTHER);
    ck_assert(str_eqz(v->other.what, "a function"));
    close_front();
    v = eval(FRONT_CONCRETE, "module.exports = (async () => ({}))()");
    ck_assert_int_eq(v->kind, VALUE_OTHER);
    ck_assert(str_eqz(v->other.what, "a Promise"));
    close_front();
}
END_TEST

START_TEST(symbolic_gives_choices) {
    const struct value *v =
        eval(FRONT_SYMBOLIC, "const p = process.env.NODE_ENV === 'production';"
                             "module.exports = { n: p ? 4 : 1, q: process.env.PORT || 3000, "
                             "z: p ? 2 : 2 }");
    const struct value *n = path_of(v, "n"), *q = path_of(v, "q");
    ck_assert_int_eq(n->kind, VALUE_CHOICE);
    ck_assert_uint_eq(n->choice.n, 2);
    ck_assert_double_eq(n->choice.at[0].value->number, 4);
    ck_assert(str_eqz(n->choice.at[0].when, "NODE_ENV === 'production'"));
    ck_assert(str_eqz(n->choice.at[1].when, "otherwise"));
    ck_assert_uint_eq(n->deps->n, 1);
    ck_assert(str_eqz(n->deps->names[0], "NODE_ENV"));
    ck_assert_int_eq(q->kind, VALUE_CHOICE);
    ck_assert_int_eq(q->choice.at[0].value->kind, VALUE_UNKNOWN);
    ck_assert(str_eqz(q->choice.at[0].value->reason, "PORT is read from the environment"));
    ck_assert(str_eqz(q->choice.at[0].when, "PORT is set"));
    check_late(q, "{PORT||3000}");
    ck_assert_int_eq(path_of(v, "z")->kind, VALUE_NUMBER);
    close_front();
}
END_TEST

START_TEST(joins_branches) {
    is(FRONT_SYMBOLIC,
       "let n = 1, m = 5; if (process.env.X) { n = 2; m = 5; } module.exports = "
       "{ n, m }",
       "{\"n\":{\"$choice\":[2,1]},\"m\":5}");
    is(FRONT_SYMBOLIC,
       "const o = { a: 1 }; if (process.env.X) o.b = 2; else o.a = 3; "
       "module.exports = o",
       "{\"a\":{\"$choice\":[1,3]},\"b\":{\"$choice\":[2,null]}}");
    is(FRONT_SYMBOLIC,
       "function f() { if (process.env.X) return 1; return 2; } "
       "module.exports = { v: f() }",
       "{\"v\":{\"$choice\":[1,2]}}");
    is(FRONT_SYMBOLIC,
       "const a = [1]; if (process.env.X) a.push(2); module.exports = { a, n: "
       "a.length }",
       "{\"a\":{\"$unknown\":\"X is read from the environment\"},"
       "\"n\":{\"$unknown\":\"X is read from the environment\"}}");
    is(FRONT_SYMBOLIC,
       "let s; switch (process.env.M) { case 'a': s = 1; break; case 'b': s = 2; "
       "default: s = 3; } module.exports = { s }",
       "{\"s\":{\"$choice\":[1,3]}}");
    is(FRONT_SYMBOLIC, "module.exports = { ...(process.env.X ? { a: 1 } : {}), b: 2 }",
       "{\"a\":{\"$choice\":[1,null]},\"b\":2}");
}
END_TEST

START_TEST(unknown_never_leaks) {
    is(FRONT_CONCRETE,
       "const x = require('pkg'); let n = 1; const o = { k: 1 }, p = { k: 1 }; "
       "if (x.flag) n = 2; x.change(o); module.exports = { n, o, p }",
       "{\"n\":{\"$unknown\":\"ecoc does not evaluate the package 'pkg'\"},"
       "\"o\":{\"$unknown\":\"ecoc does not evaluate the package 'pkg'\"},\"p\":{\"k\":1}}");
    is(FRONT_CONCRETE,
       "let n = 0, m = 1; for (const x of require('pkg')) n++; "
       "module.exports = { n, m }",
       "{\"n\":{\"$unknown\":\"ecoc does not evaluate the package 'pkg'\"},\"m\":1}");
    is(FRONT_CONCRETE, "let n = 0; require('pkg')(() => { n = 1; }); module.exports = { n }",
       "{\"n\":{\"$unknown\":\"ecoc does not evaluate the package 'pkg'\"}}");
    is(FRONT_CONCRETE,
       "let v = 'a', w = 'a'; try { v = require('child_process').execSync('x'); "
       "w = 'b'; } catch (e) { v = 'c'; } module.exports = { u: typeof v === 1, w }",
       "{\"u\":{\"$unknown\":\"something in here is not evaluated and may throw\"},"
       "\"w\":{\"$unknown\":\"something in here is not evaluated and may throw\"}}");
    is(FRONT_CONCRETE, "module.exports = { v: require('child_process').execSync('id') }",
       "{\"v\":{\"$unknown\":\"ecoc does not evaluate child_process.execSync: ecoc starts no "
       "programs\"}}");
    is(FRONT_CONCRETE, "Array.prototype.map = 1; module.exports = { a: 1 }",
       "{\"$unknown\":\"the configuration changes a built-in object\"}");
    is(FRONT_CONCRETE,
       "let n = 0; const p = require('pkg'); p.on(() => { n = 1; }); n = 5; p.run();"
       "module.exports = { n }",
       "{\"n\":{\"$unknown\":\"ecoc does not evaluate the package 'pkg'\"}}");
    is(FRONT_CONCRETE,
       "const o = { a: 1 }, y = require('pkg')(o); o.a = 2; module.exports = { o, b: "
       "[o.a] }",
       "{\"o\":{\"$unknown\":\"ecoc does not evaluate the package 'pkg'\"},"
       "\"b\":[{\"$unknown\":\"ecoc does not evaluate the package 'pkg'\"}]}");
}
END_TEST

START_TEST(keeps_recipes) {
    static const char text[] =
        "const e = process.env; module.exports = { a: e.PORT, b: e.PORT || 8080, c: e.HOST ?? 'h', "
        "d: `http://${e.HOST || 'h'}:${e.PORT}/`, e: 'x-' + e.PORT, f: e.PORT + 1, "
        "g: e.PORT.trim(), h: (e.PORT || 1) + (e.HOST || 2), i: `${e.PORT}` }";
    for (enum front_mode mode = FRONT_SYMBOLIC; mode <= FRONT_CONCRETE; mode++) {
        const struct value *v = eval(mode, text);
        check_late(path_of(v, "a"), "{PORT}");
        check_late(path_of(v, "b"), "{PORT||8080}");
        check_late(path_of(v, "c"), "{HOST??h}");
        check_late(path_of(v, "d"), "http://{HOST||h}:{PORT}/");
        check_late(path_of(v, "e"), "x-{PORT}");
        check_late(path_of(v, "f"), "");
        check_late(path_of(v, "g"), "");
        check_late(path_of(v, "h"), "");
        check_late(path_of(v, "i"), "{PORT}");
        ck_assert_uint_eq(path_of(v, "d")->deps->n, 2);
        ck_assert_uint_eq(path_of(v, "g")->deps->n, 1);
        close_front();
    }
}
END_TEST

START_TEST(notes_reads) {
    const struct value *v =
        eval(FRONT_CONCRETE, "let a = 1; if (process.env.NODE_ENV) a = 2; "
                             "module.exports = { a, b: process.env.EMPTY || 7 }");
    check_json(v, "{\"a\":2,\"b\":7}");
    ck_assert(str_eqz(path_of(v, "a")->deps->names[0], "NODE_ENV"));
    ck_assert(str_eqz(path_of(v, "b")->deps->names[0], "EMPTY"));
    ck_assert_uint_eq(front.env_reads.n, 2);
    close_front();
}
END_TEST

START_TEST(keeps_places) {
    static const char text[] = "const base = { cwd: '/x' };\nmodule.exports = { ...base, n: 4 };";
    const struct value *v = eval(FRONT_CONCRETE, text);
    const struct member *cwd = value_member(v, STR("cwd")), *n = value_member(v, STR("n"));
    ck_assert_uint_eq(cwd->key_span.begin, place_of(text, "cwd"));
    ck_assert_uint_eq(cwd->value->span.begin, place_of(text, "'/x'"));
    ck_assert_uint_eq(n->key_span.begin, place_of(text, "n: 4"));
    ck_assert_uint_eq(n->value->span.end, place_of(text, "4 }") + 1);
    close_front();
}
END_TEST

START_TEST(reports_duplicate_keys) {
    static const char text[] = "module.exports = { env: { A: 1 }, x: 2, 'env': { B: 2 } }";
    const struct value *v = eval(FRONT_CONCRETE, text);
    check_json(v, "{\"env\":{\"B\":2},\"x\":2}");
    ck_assert_uint_eq(sink.list.n, 1);
    const struct diag *d = sink.list.at[0];
    ck_assert_uint_eq(d->rule, RULE_DUPLICATE_KEY);
    ck_assert(str_eqz(d->message, "`env` is given twice; the first one is lost"));
    ck_assert_uint_eq(d->span.begin, place_of(text, "'env'"));
    ck_assert_uint_eq(d->related.at[0].span.begin, place_of(text, "env:"));
    close_front();
}
END_TEST

START_TEST(refuses_what_node_refuses) {
    refuses("", "the file is empty", NULL);
    refuses(" \n", "the file is empty", NULL);
    refuses("const o = {}; module.exports = o.a.b;", "reading 'b'", "o.a.b");
    refuses("const a = 1; a = 2;", "constant", "a");
    refuses("module.exports = nope;", "nope is not defined", "nope");
    refuses("const o = {}; o.f();", "o.f is not a function", "o.f");
    refuses("throw new Error('stop');", "stop", NULL);
    refuses("require('./none')", "Cannot find module './none'", "require('./none')");
    refuses("require('./bad.json')", "not JSON", NULL);
    refuses("module.exports = { a: [ };", "never closed", "[");
    refuses("module.exports = { a: 1,, b: 2 };", "unexpected `,`", ",");
    refuses("module.exports = later; let later;", "before initialization", "later");
    refuses("let a; let a;", "already been declared", "a");
    refuses("process.exit(1)", "process.exit", NULL);
}
END_TEST

START_TEST(bounds_everything) {
    enum { DEPTH = 100000 };
    static char deep[DEPTH * 2 + 32];
    size_t n = (size_t)snprintf(deep, sizeof deep, "module.exports=");
    memset(deep + n, '[', DEPTH);
    memset(deep + n + DEPTH, ']', DEPTH);
    refuses(deep, "nested too deeply", NULL);
    refuses("let n = 0; while (true) n++;", "goes on", "while (true)");
    refuses("for (;;) for (let i = 0; i < 9; i++) ;", "no condition", "for (;;)");
    refuses("const a = [1]; for (const x of a) a.push(x);", "another item", "for (const x of a)");
    refuses("const f = (n) => f(n); f(1);", "`f` calls itself", "f(n)");
    refuses("const f = () => g(), g = () => f(); f();", "call each other", NULL);
    refuses("const f = (n) => n < 2 ? n : f(n - 1) + f(n - 2); f(60);", "`f` calls itself", NULL);
    refuses("let s = 'x'; for (;;) s += s;", "grows", "s += s");
    refuses("for (let i=0,a,b,c,d,e,f,g,h,j,k,l,m,n,o,p,q,r,s,t;;i++) ;", "no condition", NULL);
    refuses("let a = [1]; for (;;) a = [...a, ...a];", "takes too long", NULL);
    const struct value *v = eval(FRONT_CONCRETE, "let a = [1, 1]; for (let i = 0; i < 60; i++) "
                                                 "a = [a, a]; const o = {}; o.o = o; "
                                                 "module.exports = { x: 1, o }");
    check_json(v, "{\"x\":1,\"o\":{\"o\":{\"$unknown\":\"the object holds itself, or is nested too "
                  "deeply\"}}}");
    close_front();
}
END_TEST

/* The reads that a hermetic evaluation has to answer for, by name. */
START_TEST(settles_reads_with_a_default) {
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"module.exports = process.env.X", "X"},
        {"module.exports = process.env.PORT", ""},
        {"module.exports = process.env.X || 1", ""},
        {"module.exports = process.env.X ?? 1", ""},
        {"module.exports = process.env.X || undefined", ""},
        {"module.exports = process.env.X || process.env.Y", "X Y"},
        {"module.exports = process.env.X || process.env.Y || 1", ""},
        {"module.exports = process.env.X || process.env.PORT", ""},
        {"module.exports = process.env.X && 1", ""},
        {"module.exports = process.env.X ? 1 : 2", ""},
        {"module.exports = !process.env.X", ""},
        {"module.exports = Boolean(process.env.X)", ""},
        {"module.exports = typeof process.env.X", ""},
        {"module.exports = process.env.X === undefined", ""},
        {"module.exports = null != process.env.X", ""},
        {"module.exports = 'X' in process.env", ""},
        {"module.exports = process.env.X === 'a'", "X"},
        {"module.exports = process.env.X === 'a' || 1", "X"},
        {"module.exports = process.env.X === process.env.Y", "X Y"},
        {"module.exports = Number(process.env.X) || 1", ""},
        {"const n = Number(process.env.X); module.exports = n || 1", ""},
        {"const n = Number(process.env.X); module.exports = n + 1", "X"},
        {"module.exports = `a${process.env.X}`", "X"},
        {"module.exports = `a${process.env.X || 1}`", ""},
        {"module.exports = process.env.X?.trim() ?? 'a'", ""},
        {"module.exports = process.env.X?.trim()", "X"},
        {"const { X = 1, Y, ...rest } = process.env; module.exports = Y", "Y"},
        {"const f = (x = 1) => x; module.exports = f(process.env.X)", ""},
        {"const f = (n, d) => process.env[n] || d; module.exports = [f('X', 1), f('Y')]", "Y"},
        {"if (process.env.X) process.env.PORT = 1; module.exports = 1", ""},
        {"process.env.X ||= 1; process.env.Y ?"
         "?= 2; module.exports = process.env.X",
         ""},
        {"process.env.X = 1; module.exports = process.env.X", ""},
        {"delete process.env.PORT; module.exports = process.env.PORT", ""},
        {"if (process.env.X) ; module.exports = process.env.X", "X"},
        {"while (process.env.X) ; module.exports = 1", ""},
        {"module.exports = [process.env.X].filter(Boolean)", ""},
        {"module.exports = { ...process.env }.X", ""},
        {"module.exports = require('os').tmpdir()", ""},
        {"module.exports = require('os').homedir()", "HOME"},
        {"require('dotenv').config(); module.exports = [process.env.QUOTED, process.env.X]", "X"},
    };
    open_front(FRONT_CONCRETE);
    front.is_hermetic = true;
    const struct source *src =
        source_new(&arena, STR("x.config.js"), STR("/srv/app/x.config.js"), str_of(cases[_i].text));
    ck_assert_msg(front_js(&front, src) != NULL, "%s: no value", cases[_i].text);
    struct str got = {"", 0};
    for (size_t i = 0; i < front.gaps.n; i++)
        if (!front.gaps.at[i].is_settled)
            got = arena_fmt(&arena, "%.*s%s%.*s", STR_ARG(got), got.n ? " " : "",
                            STR_ARG(front.gaps.at[i].name));
    ck_assert_msg(str_eqz(got, cases[_i].want), "%s\ngot %.*s\nwant %s", cases[_i].text,
                  STR_ARG(got), cases[_i].want);
    close_front();
}
END_TEST

START_TEST(notes_what_it_does_not_do) {
    static const struct {
        const char *text;
        size_t effects;
    } cases[] = {
        {"fs.mkdirSync('a'); fs.writeFileSync('b', '');", 2},
        {"for (const d of ['a', 'b', 'c']) fs.mkdirSync(d, { recursive: true });", 1},
        {"if (process.env.X) fs.mkdirSync('a'); else fs.rmSync('a');", 2},
        {"require('child_process').execSync('make');", 1},
        {"const unused = () => fs.mkdirSync('a');", 0},
        {"require('x')(() => fs.mkdirSync('a'));", 0},
        {"fs.existsSync('a'); fs.readdirSync;", 0},
    };
    char text[200];
    (void)snprintf(text, sizeof text, "const fs = require('fs'); %s", cases[_i].text);
    ck_assert_ptr_nonnull(eval(FRONT_SYMBOLIC, text));
    ck_assert_msg(front.effects.n == cases[_i].effects, "%s: %zu", text, front.effects.n);
    close_front();
}
END_TEST

/* What may be in a list that nobody can list. */
START_TEST(lists_what_may_be) {
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"const a = [1]; if (process.env.X) a.push(2); module.exports = a", "[1,2]"},
        {"const a = [1]; if (process.env.X) a.push(2); a.push(3); module.exports = a", "[1,2,3]"},
        {"const a = []; if (process.env.X) a.push(1); if (process.env.Y) a.push(2);"
         "module.exports = a",
         "[1,2]"},
        {"module.exports = [1, process.env.X === 'a' && 2].filter(Boolean)",
         "[1,{\"$choice\":[2,false]}]"},
        {"const a = [1]; if (process.env.X) a.push(2); module.exports = [0, ...a]", "[0,1,2]"},
        {"const a = [1]; if (process.env.X) a.push(2); module.exports = [0].concat(a, 9)",
         "[0,1,2,9]"},
        {"const a = [1]; if (process.env.X) a.push(2); require('x')(a); module.exports = a", NULL},
    };
    const struct value *v = eval(FRONT_SYMBOLIC, cases[_i].text);
    ck_assert_ptr_nonnull(v);
    ck_assert_int_eq(v->kind, VALUE_UNKNOWN);
    ck_assert_msg((v->partial != NULL) == (cases[_i].want != NULL), "%s", cases[_i].text);
    if (cases[_i].want)
        check_json(v->partial, cases[_i].want);
    close_front();
}
END_TEST

START_TEST(reads_json_as_pm2_does) {
    static const char text[] = "// c\n{ apps: [ { 'n': 1, \"e\": process.env.PORT, }, ], }\n";
    check_json(eval_json(text), "{\"apps\":[{\"n\":1,\"e\":\"3000\"}]}");
    close_front();
    const struct value *v = eval_json("{\"a\": 4}");
    ck_assert_uint_eq(value_member(v, STR("a"))->key_span.begin, 1);
    ck_assert_uint_eq(value_get(v, STR("a"))->span.begin, 6);
    close_front();
    check_json(eval_json("{\"a\":1},{\"b\":2}"), "{\"b\":2}");
    close_front();
    check_json(eval_json("\xef\xbb\xbf{\"a\":1}"), "{\"a\":1}");
    close_front();
    check_refusal(eval_json(""), "", "the file is empty", NULL);
    check_refusal(eval_json("{\"a\":1} // end"), "", "comment may not be last", NULL);
    check_refusal(eval_json("{\"a\":1};"), "{\"a\":1};", "syntax is wrong", NULL);
    check_refusal(eval_json("{a: require('x')}"), "{a: require('x')}", "require is not defined",
                  "require");
}
END_TEST

START_TEST(loads_own_files) {
    is(FRONT_CONCRETE,
       "const o = require('./own'); module.exports = { ...o, d: require('./data')"
       ", same: require('./own.js') === o }",
       "{\"name\":\"own\",\"dir\":\"/srv/app\",\"d\":{\"v\":[1,2]},\"same\":true}");
    is(FRONT_CONCRETE, "import d, { a as b } from './esm.mjs'; export default { d, b }",
       "{\"d\":{\"d\":2},\"b\":1}");
    const struct value *v = eval(FRONT_CONCRETE, "module.exports = require('./own').name");
    ck_assert(str_eqz(v->span.src->path, "/srv/app/own.js"));
    ck_assert_uint_eq(front.sources.n, 1);
    close_front();
}
END_TEST

START_TEST(reads_dotenv_files) {
    is(FRONT_CONCRETE,
       "require('dotenv').config(); const e = process.env; module.exports = "
       "[e.FROM_FILE, e.PORT, e.QUOTED, e.NONE]",
       "[\"file value\",\"3000\",\"a b\",null]");
    is(FRONT_CONCRETE,
       "require('dotenv').config({ path: require('pkg') }); const e = process.env;"
       "module.exports = { n: e.NONE }",
       "{\"n\":{\"$unknown\":\"a .env file is read by dotenv\"}}");
}
END_TEST

START_TEST(knows_the_host_only_when_concrete) {
    static const char text[] = "const os = require('os'); module.exports = { n: os.cpus().length, "
                               "h: os.homedir(), d: require('path').join(__dirname, 'x') }";
    is(FRONT_CONCRETE, text, "{\"n\":4,\"h\":\"/root\",\"d\":\"/srv/app/x\"}");
    const struct value *v = eval(FRONT_SYMBOLIC, text);
    ck_assert_int_eq(path_of(v, "n")->kind, VALUE_UNKNOWN);
    ck_assert_int_eq(path_of(v, "h")->kind, VALUE_UNKNOWN);
    ck_assert(str_eqz(path_of(v, "d")->string, "/srv/app/x"));
    close_front();
}
END_TEST

Suite *suite_js(void);
Suite *suite_js(void) {
    Suite *s = suite_create("js");
    TCase *t = tcase_create("js");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, reads_literals_and_exports);
    tcase_add_test(t, names_what_is_not_a_value);
    tcase_add_test(t, symbolic_gives_choices);
    tcase_add_test(t, joins_branches);
    tcase_add_test(t, unknown_never_leaks);
    tcase_add_test(t, keeps_recipes);
    tcase_add_test(t, notes_reads);
    tcase_add_test(t, keeps_places);
    tcase_add_test(t, reports_duplicate_keys);
    tcase_add_test(t, refuses_what_node_refuses);
    tcase_add_test(t, bounds_everything);
    tcase_add_loop_test(t, settles_reads_with_a_default, 0, 40);
    tcase_add_loop_test(t, notes_what_it_does_not_do, 0, 7);
    tcase_add_loop_test(t, lists_what_may_be, 0, 7);
    tcase_add_test(t, reads_json_as_pm2_does);
    tcase_add_test(t, loads_own_files);
    tcase_add_test(t, reads_dotenv_files);
    tcase_add_test(t, knows_the_host_only_when_concrete);
    suite_add_tcase(s, t);
    return s;
}
