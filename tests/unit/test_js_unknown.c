/* Unknowns that may be something known: objects, functions, what only some versions of Node have. */
#include <check.h>
#include <stdio.h>

#include "compiler/front/front.h"
#include "lint/lint.h"

static struct arena arena;

static const struct value *eval(const char *text) {
    static struct diag_sink sink;
    static struct front front;
    arena_init(&arena, 0);
    diag_sink_init(&sink, &arena, lint_rules, RULE_COUNT);
    front = (struct front){
        .arena = &arena, .sink = &sink, .mode = FRONT_CONCRETE, .cwd = STR("/srv/app")};
    const struct source *src =
        source_new(&arena, STR("x.config.js"), STR("/srv/app/x.config.js"), str_of(text));
    return front_js(&front, src);
}

static void is(const char *text, const char *want) {
    const struct value *v = eval(text);
    ck_assert_ptr_nonnull(v);
    struct str got = value_json(&arena, v);
    ck_assert_msg(str_eqz(got, want), "got %.*s\nwant %s", STR_ARG(got), want);
    arena_done(&arena);
}

/* What is written through an unknown may change an object that is known by another name. */
START_TEST(writes_through_unknowns) {
    static const char *const texts[] = {
        "const a = [x], b = a.filter(() => Math.random() > 0); b[0].n = 2;",
        "const a = []; if (Math.random() > 0) a.push(x); a[0].n = 2;",
        "const a = [x]; if (Math.random() > 0) a.push(1); a.forEach((i) => { i.n = 2; });",
        "const a = [x]; if (Math.random() > 0) a.push(1); for (const i of a) i.n = 2;",
        "const a = Math.random() > 0 ? x : y; a.n = 2;",
        "const a = Math.random() > 0 ? x : y; delete a.n;",
        "const a = Math.random() > 0 ? x : y; a.list.push(2);",
        "const a = Math.random() > 0 ? x : y; require('p')(a);",
        "const a = Math.random() > 0 ? x : y; Object.assign(a, { n: 2 });",
        "const o = { x }; o[require('p')].n = 2;",
        "const o = { x, ...require('p') }; o.x.n = 2;",
        "const m = new Map([['k', x]]); m.get(require('p')).n = 2;",
        "[x, y].find((i) => i.n === require('p').n).n = 2;",
        "const f = () => { if (Math.random() > 0) return x; return y; }; f().n = 2;",
        "let a = y; for (let i = 0; i < require('p').n; i++) a = x; a.n = 2;",
        "const f = () => { x.n = 2; }; (Math.random() > 0 ? f : () => 1)();",
        "const { a } = Math.random() > 0 ? { a: x } : { a: y }; a.n = 2;",
        "class C extends Map { static x = x; } C.x.n = 2;",
        "class C { static x = x; } class D { static x = y; } (Math.random() > 0 ? C : D).x.n = 2;",
        "class C { constructor() { x.n = 2; } } new [C, Map][Math.random()]();",
        "[() => x, () => y][Math.random()]().n = 2;",
        "const f = () => x; [() => f, () => 1][Math.random()]()().n = 2;",
        "[function () { x.n = 2; }.bind(null), () => 1][Math.random()]();",
        "const a = [1]; if (Math.random() > 0) a.push(2); a[0] = x; a[0].n = 2;",
        "const a = [1]; if (Math.random() > 0) a.push(2); a.push(x); for (const i of a) i.n = 2;",
        "const o = { ...require('p') }; o.x = x; for (const i of Object.values(o)) i.n = 2;",
        "let a = require('p').x; for (let i = 0; i < require('p').n; i++) a = x; a.n = 2;",
        "const a = []; for (let i = 0; i < require('p').n; i++) a.push(x); a[0].n = 2;",
        "Object.freeze([x, y][Math.random()]); x.n = 2;",
        "const p = Object.create(x); Object.getPrototypeOf([p, y][Math.random()]).n = 2;",
        "(function () { arguments[Math.random()].n = 2; })(x, y);",
        "class C { #x = x; set(n) { this.#x.n = n; } } [new C(), y][Math.random()].set(2);",
        "require('lodash').set([x, y][Math.random()], 'n', 2);",
        "const f = async () => x; f().then((i) => { i.n = 2; });",
        "globalThis.x = x; [globalThis, y][Math.random()].x = y;",
        "function* g() { yield x; } const [a] = g(); a.n = 2;",
    };
    char text[300];
    (void)snprintf(text, sizeof text,
                   "const x = { n: 1, list: [] }, y = { n: 3, list: [] }; %s module.exports = x;",
                   texts[_i]);
    const struct value *v = eval(text);
    ck_assert_msg(v && v->kind == VALUE_UNKNOWN, "%s", texts[_i]);
    arena_done(&arena);
    /* What comes from outside holds nothing of ours. */
    is("const p = require('p'), x = { n: 1 }; p.a = 1; p.b.c = 2; p.f(3).d = 4; delete p.e;"
       "const q = require('q')(p.g, 5); q.h = 6; module.exports = x;",
       "{\"n\":1}");
    /* Nor does a call change anything of a function that only computes. */
    is("const x = { n: 1 }, f = (i) => i * 2, g = (i) => [f, i];"
       "[f, g][Math.random()](3); module.exports = x;",
       "{\"n\":1}");
}
END_TEST

/* Where an unknown decides whether a function calls itself, nobody knows that it never ends. */
START_TEST(recursion_that_may_end) {
    static const char *const texts[] = {
        "const f = (n) => (Math.random() > n ? n : f(n)); module.exports = f(1)",
        "const f = (n) => (Math.random() > n ? n : [f(n), f(n)]); module.exports = f(1)",
        "function f() { if (Math.random() > 0.5) return; f(); } f(); module.exports = 1",
    };
    const struct value *v = eval(texts[_i]);
    ck_assert_msg(v && v->kind == VALUE_UNKNOWN, "%s", texts[_i]);
    ck_assert_msg(strstr(arena_cstr(&arena, v->reason), "depends on what is not known"), "%.*s",
                  STR_ARG(v->reason));
    arena_done(&arena);
    ck_assert_ptr_null(eval("const f = (n) => f(n); module.exports = f(1)"));
    arena_done(&arena);
}
END_TEST

/* A function given a property by code that is not evaluated, or through an unknown. */
START_TEST(functions_are_objects) {
    static const char *const texts[] = {
        "const f = () => 1; require('p')(f); module.exports = [f.n];",
        "const f = () => 1, g = () => 2; [f, g][Math.random()].n = 3; module.exports = [f.n];",
        "const f = () => 1; f.n = 1; [f, Map][Math.random()].n = 3; module.exports = [f.n];",
    };
    const struct value *v = eval(texts[_i]);
    v = v && v->kind == VALUE_ARRAY ? v->array.at[0] : v;
    ck_assert_msg(v && v->kind == VALUE_UNKNOWN, "%s", texts[_i]);
    arena_done(&arena);
}
END_TEST

/* What came after the oldest Node in use can be called, and nobody knows whether it is there. */
START_TEST(newer_functions) {
    static const char *const texts[] = {
        "module.exports = typeof Object.groupBy",
        "module.exports = Object.groupBy ? 1 : 2",
        "module.exports = 'groupBy' in Object",
        "module.exports = typeof structuredClone === 'function'",
        "module.exports = typeof fetch",
        "module.exports = typeof [].toSorted",
        "module.exports = !!Array.prototype.findLast",
        "let a = 1; try { [1].with(0, 2); } catch { a = 2; } module.exports = a",
        "module.exports = new URLSearchParams('a=1').size",
    };
    const struct value *v = eval(texts[_i]);
    ck_assert_msg(v && v->kind == VALUE_UNKNOWN, "%s", texts[_i]);
    arena_done(&arena);
    is("const { groupBy } = Object; module.exports = [[3, 1].toSorted(), structuredClone([1]),"
       "[1, 2].findLast((i) => i < 2), groupBy([1], () => 'k'), [1].with(0, 5), typeof [].at]",
       "[[1,3],[1],1,{\"k\":[1]},[5],\"function\"]");
}
END_TEST

Suite *suite_js_unknown(void);
Suite *suite_js_unknown(void) {
    Suite *s = suite_create("front: js, unknowns");
    TCase *t = tcase_create("unknowns");
    tcase_add_loop_test(t, writes_through_unknowns, 0, 36);
    tcase_add_loop_test(t, functions_are_objects, 0, 3);
    tcase_add_loop_test(t, newer_functions, 0, 9);
    tcase_add_loop_test(t, recursion_that_may_end, 0, 3);
    suite_add_tcase(s, t);
    return s;
}
