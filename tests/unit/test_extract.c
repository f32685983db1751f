/* Names, functions, states, calls and guards of one file. */
#include <check.h>

#include "tests/unit/facts_lines.h"

struct extract_case {
    const char *name, *path;
    unsigned parts;
    const char *source, *lines;
};

static const struct extract_case cases[] = {
    {"imports_esm", "a.ts", FACTS_IMPORTS,
     "import a, {b as c, type T} from 'm';\n"
     "import * as ns from 'n';\n"
     "import type {Q} from 'q';\n"
     "import './effects';\n"
     "import fs = require('fs');\n"
     "const lazy = async () => { const {x} = await import('./lazy'); };\n",
     "import m default as a\n"
     "import m b as c\n"
     "import m T as T type\n"
     "import n * as ns\n"
     "import q Q as Q type\n"
     "import ./effects\n"
     "import fs * as fs\n"
     "import ./lazy x as x dynamic\n"},
    {"imports_cjs", "a.js", FACTS_IMPORTS,
     "const a = require('m');\n"
     "const {B, C: d} = require('m');\n"
     "const e = require('m').f;\n"
     "require('./effects');\n"
     "app.use('/x', require('./routes/x'));\n"
     "if (process.env.RUN_CRON === 'true') require('./cron');\n"
     "function f() { const g = require('g'); }\n"
     "const w = __importDefault(require(\"ws\"));\n",
     "import m * as a\n"
     "import m B as B\n"
     "import m C as d\n"
     "import m f as e\n"
     "import ./effects *\n"
     "import ./routes/x *\n"
     "import ./cron * [env RUN_CRON===true]\n"
     "import g * as g dynamic\n"
     "import ws * as w\n"},
    {"exports_esm", "a.ts", FACTS_EXPORTS,
     "export {a, b as c} from './d';\n"
     "export * from './e';\n"
     "export * as f from './f';\n"
     "export const k = new Map(), [l, {m}] = z();\n"
     "export function g() {}\n"
     "export class H {}\n"
     "const x = 1; export {x as y, g as h};\n"
     "export default class I {}\n",
     "export a local a from ./d\n"
     "export c local b from ./d\n"
     "export * local * from ./e\n"
     "export f local * from ./f\n"
     "export k local k state k\n"
     "export l local l\n"
     "export m local m\n"
     "export g local g function g\n"
     "export H local H class H\n"
     "export y local x\n"
     "export h local g function g\n"
     "export default local I class I\n"},
    {"exports_cjs", "a.js", FACTS_EXPORTS,
     "const clients = new Map();\n"
     "function add() { clients.set(1, 2); }\n"
     "module.exports = {clients, add, late() {}, cron: {enabled: process.env.RUN_CRON === "
     "'true'}};\n"
     "exports.one = () => 1;\n"
     "module.exports.two = clients;\n",
     "export default\n"
     "export clients state clients\n"
     "export add function add\n"
     "export late function late\n"
     "export cron\n"
     "export one function one\n"
     "export two local clients state clients\n"
     "export default.cron.enabled [env RUN_CRON===true]\n"
     "export cron.enabled [env RUN_CRON===true]\n"},
    {"exports_guards", "a.ts", FACTS_EXPORTS,
     "export const isLeader = process.env.NODE_APP_INSTANCE === '0';\n"
     "export function leads() { return !process.env.NODE_APP_INSTANCE || "
     "process.env.NODE_APP_INSTANCE === '0'; }\n"
     "export default { cron: { enabled: process.env.RUN_CRON === 'true' }, port: 1 };\n",
     "export isLeader local isLeader [env NODE_APP_INSTANCE===0]\n"
     "export leads local leads function leads [env NODE_APP_INSTANCE===0|unset]\n"
     "export default\n"
     "export default.cron.enabled [env RUN_CRON===true]\n"},
    {"functions", "a.js", FACTS_FUNCTIONS,
     "app.post('/pay', async (req, res) => {});\n"
     "io.on('connection', onConnection);\n"
     "function onConnection(s) { s.on('x', function named() {}); }\n"
     "app.route('/y').get((q) => q);\n"
     "(() => { inner(() => {}); })();\n"
     "const o = { m() {}, n: async () => {} };\n"
     "exports.z = wrap(async (r) => {});\n",
     "function callback  in module to app.post /pay async\n"
     "function declared onConnection in module\n"
     "function callback named in onConnection to s.on x\n"
     "function callback  in module to app.route.get /y\n"
     "function inline  in module\n"
     "function callback  in () to inner\n"
     "function method m in module\n"
     "function method n in module async\n"
     "function callback  in module to wrap async\n"},
    {"functions_of_classes", "a.ts", FACTS_FUNCTIONS | FACTS_CLASSES,
     "@Injectable({scope: Scope.REQUEST})\n"
     "export class A extends B { constructor(private a: X) {} static s() {} "
     "onModuleInit() {} f = async () => {}; }\n"
     "@Controller('x') class C { @Get(':id') one() {} @SubscribeMessage('m') msg() {} }\n"
     "@WebSocketGateway() class G {}\n"
     "class P {} const p = new P();\n",
     "function method constructor of A in module constructor\n"
     "function method s of A in module static\n"
     "function method onModuleInit of A in module hook\n"
     "function method f of A in module async\n"
     "function method one of C in module to @Get :id decorated route\n"
     "function method msg of C in module to @SubscribeMessage m decorated socket\n"
     "class A extends B injectable request exported\n"
     "class C controller\n"
     "class G gateway\n"
     "class P instance\n"},
    {"calls", "a.ts", FACTS_CALLS,
     "import {a} from './a'; import * as ns from './n';\n"
     "function local() { a(); ns.f(); setTimeout(local, 5); }\n"
     "class S { constructor(private readonly orders: Orders) {} run() { this.step(); "
     "this.orders.close(); } step() { list.map(local); } }\n"
     "const api = { go() {} }; api.go(); await local();\n",
     "call import a in local\n"
     "call import ns .f on ns in local\n"
     "reference local in local\n"
     "call step .step on this in run\n"
     "call  .close on this.orders in run\n"
     "reference local in step\n"
     "call go .go on api in module\n"
     "call local in module\n"},
    {"states_of_a_module", "a.js", FACTS_STATES,
     "const map = new Map(), list = [], table = {a: 1}, never = new Set(['a']), PORT = "
     "3000;\n"
     "let count = 0, timer = null, user;\n"
     "function f(k, v, ws) {\n"
     "  map.set(k, v); map.get(k); list.push(ws); table[k] = v; delete table[k]; count++; "
     "count += 2; user = v;\n"
     "  timer = setInterval(g, 5); list.length = 0; for (const x of list) x; return "
     "never.has(k) && map;\n"
     "}\n",
     "state map map: Map in module const\n"
     "state array list in module const\n"
     "state object table in module const\n"
     "state number count in module\n"
     "state null timer in module\n"
     "state null user in module\n"
     "write map key k in f\n"
     "read map key k in f\n"
     "add list in f socket\n"
     "write table key k in f\n"
     "remove table key k in f\n"
     "increment count in f\n"
     "increment count in f constant\n"
     "write user in f\n"
     "write timer in f timer\n"
     "clear list in f constant\n"
     "iterate list in f\n"
     "read map in f\n"},
    {"states_shadowed", "a.js", FACTS_STATES,
     "const map = new Map(); let n = 0;\n"
     "function f(map) { map.set(1, 2); }\n"
     "function g() { const map = new Map(); map.set(1, 2); { let n = 1; n++; } }\n"
     "function h() { for (let n = 0; n < 3; n++) {} try {} catch (map) { map.x = 1; } }\n"
     "class map2 { map = 1; g() { this.map = 2; } }\n"
     "function k() { map.set(1, 2); var n; n = 2; }\n",
     "state map map: Map in module const\n"
     "state number map2.map in module field\n"
     "write map in g constant\n"
     "write map key 1 in k constant\n"},
    {"states_of_classes", "a.ts", FACTS_STATES,
     "export class S {\n"
     "  private readonly users = new Map<string, Socket>();\n"
     "  static registry: Record<string, X> = {};\n"
     "  private timer?: NodeJS.Timeout;\n"
     "  constructor(private readonly repo: Repo) { this.seen = new Set(); }\n"
     "  add(socket) { this.users.set(socket.id, { socket, at: Date.now() }); "
     "S.registry[socket.id] = 1; this.seen.add(socket.id); }\n"
     "  drop(id) { const m = this.users; m.delete(id); const {users} = this; "
     "users.clear(); this.repo.x = 1; }\n"
     "  start() { const self = this; this.timer = setTimeout(function () { "
     "self.users.clear(); }, 5); }\n"
     "}\n",
     "state map S.users: Map in module field\n"
     "state object S.registry: Record in module static field\n"
     "state timer S.timer: NodeJS.Timeout in module field\n"
     "state set S.seen: Set in module field\n"
     "write users key socket.id in add socket\n"
     "write registry key socket.id in add constant\n"
     "add seen key socket.id in add\n"
     "read users in drop\n"
     "remove users key id in drop\n"
     "clear users in drop\n"
     "write timer in start timer\n"
     "clear users in (setTimeout)\n"},
    {"states_of_closures", "a.js", FACTS_STATES,
     "function createStore() { const items = {}; let n = 0; const t = []; t.map(() => "
     "t.push(1));\n"
     "  return { add(k, v) { items[k] = v; n++; }, all() { return items; } }; }\n"
     "io.on('connection', (socket) => { const mine = new Map(); socket.on('x', (m) => "
     "mine.set(m, 1)); });\n"
     "const manager = { rooms: {}, join(id, ws) { this.rooms[id] = ws; } };\n",
     "state object items in createStore const\n"
     "state number n in createStore\n"
     "state map mine: Map in (io.on connection) const\n"
     "state object manager in module const\n"
     "write items key k in add\n"
     "increment n in add\n"
     "escape items in all\n"
     "write mine key m in (socket.on x) constant\n"
     "write manager key rooms in join socket\n"},
    {"states_deep", "a.js", FACTS_STATES,
     "const rooms = new Map(); const cfg = require('./cfg'); const { store } = "
     "require('./store');\n"
     "function f(id, ws) { rooms.get(id).push(ws); const room = rooms.get(id); room.n++; "
     "store.clients.delete(id); store.set(id, ws); cfg.hits++; cfg.list[id] = 1; }\n",
     "state map rooms: Map in module const\n"
     "write rooms key id in f socket\n"
     "read rooms key id in f\n"
     "read rooms key id in f\n"
     "increment rooms key id in f\n"
     "remove store.clients key id in f\n"
     "write store key id in f socket\n"
     "increment cfg.hits in f\n"
     "write cfg.list key id in f constant\n"},
    {"values", "a.js", FACTS_STATES,
     "const m = new Map();\n"
     "async function f(k, ws, res, cb) {\n"
     "  m.set(k, () => 1); m.set(k, ws); m.set(k, {res, k}); m.set(k, setTimeout(cb, 1)); "
     "m.set(k, fetch(k)); m.set(k, 'x');\n"
     "  const row = await db.get(k); m.set(k, row); m.set(k, await g()); const {a} = "
     "await g(); m.set(k, a);\n"
     "}\n",
     "state map m: Map in module const\n"
     "write m key k in f function\n"
     "write m key k in f socket\n"
     "write m key k in f response\n"
     "write m key k in f timer\n"
     "write m key k in f promise\n"
     "write m key k in f constant\n"
     "write m key k in f awaited\n"
     "write m key k in f awaited\n"
     "write m key k in f awaited\n"},
    {"guards", "a.js", FACTS_CALLS,
     "const id = process.env.NODE_APP_INSTANCE || '0', flag = process.env.CRON === "
     "'true';\n"
     "function leads() { return Number(process.env.NODE_APP_INSTANCE) === 0; }\n"
     "if (process.env.NODE_APP_INSTANCE === '0') f1();\n"
     "if (id === '0') f2(); else f3();\n"
     "flag && f4();\n"
     "leads() ? f5() : f6();\n"
     "if (['0', undefined].includes(process.env.NODE_APP_INSTANCE)) f7();\n"
     "if (process.env.NODE_APP_INSTANCE === 0) f8();\n"
     "if (cluster.isPrimary) f9();\n"
     "if (parseInt(process.env.pm_id ?? '0', 10) === 0 && process.env.A) f10();\n"
     "if (!process.env.X || process.env.X === '0') f11();\n"
     "if (process.env.X !== '0' || cluster.isMaster) f12();\n"
     "switch (process.env.ROLE) { case 'worker': f13(); break; case 'a': case 'b': f14(); "
     "break; default: f15(); }\n"
     "if (typeof process.env.Y === 'undefined') f16();\n"
     "if (+process.env.Z) f17();\n"
     "if (config.get('RUN') === true) f18();\n"
     "function f1(){} function f2(){} function f3(){} function f4(){} function f5(){} "
     "function f6(){} function f7(){} function f8(){} function f9(){}\n"
     "function f10(){} function f11(){} function f12(){} function f13(){} function "
     "f14(){} function f15(){} function f16(){} function f17(){} function f18(){}\n",
     "call f1 in module [env NODE_APP_INSTANCE===0]\n"
     "call f2 in module [env NODE_APP_INSTANCE===0|unset]\n"
     "call f3 in module [!env NODE_APP_INSTANCE===0|unset]\n"
     "call f4 in module [env CRON===true]\n"
     "call leads in module\n"
     "call f5 in module [env NODE_APP_INSTANCE===0]\n"
     "call f6 in module [!env NODE_APP_INSTANCE===0]\n"
     "call f7 in module [env NODE_APP_INSTANCE===0|unset]\n"
     "call f8 in module [env NODE_APP_INSTANCE=#0]\n"
     "call f9 in module [primary]\n"
     "call f10 in module [env A] [env pm_id===0|unset]\n"
     "call f11 in module [env X===0|unset]\n"
     "call f12 in module [any(!env X===0, primary)]\n"
     "call f13 in module [env ROLE===worker]\n"
     "call f14 in module [other]\n"
     "call f15 in module [other]\n"
     "call f16 in module [!env Y]\n"
     "call f17 in module [!env Z=0|unset]\n"
     "call  .get on config in module\n"
     "call f18 in module [env RUN===true]\n"},
    {"guards_of_bodies", "a.ts", FACTS_FUNCTIONS,
     "import {isLeader} from './leader'; import cfg from './cfg';\n"
     "const { NODE_APP_INSTANCE = '0' } = process.env;\n"
     "async function a() { if (NODE_APP_INSTANCE !== '0') return; await work(); }\n"
     "async function b() { const ok = await redis.set('k', 1, 'EX', 5, 'NX'); if (!ok) { "
     "return; } work(); }\n"
     "async function c() { this.logger.log('x'); if (isLeader() && cfg.cron.on) { await "
     "work(); } }\n"
     "async function d() { try { if (process.env.X && process.env.X !== '0') return; "
     "await work(); } finally { done(); } }\n"
     "async function e() { await work(); if (!isLeader()) return; more(); }\n"
     "async function f() { if (!(await this.locks.tryLock('x'))) return; work(); }\n"
     "class S { private leader = this.config.get<string>('ROLE') === 'leader'; get on() { "
     "return this.leader; } run() { if (!this.on) return; work(); } }\n",
     "function declared a in module async body [env NODE_APP_INSTANCE===0|unset]\n"
     "function declared b in module async body [lock.redis.set]\n"
     "function declared c in module async body [imported cfg.cron.on] [imported "
     "isLeader]\n"
     "function declared d in module async body [env X===0|unset]\n"
     "function declared e in module async\n"
     "function declared f in module async body [lock.this.locks.tryLock]\n"
     "function method on of S in module\n"
     "function method run of S in module body [env ROLE===leader]\n"},
    {"guards_of_locks", "a.ts", FACTS_FUNCTIONS | FACTS_CALLS,
     "import Redlock from 'redlock'; const redlock = new Redlock([redis]);\n"
     "async function a() { const lock = await redlock.acquire(['x'], 5); go(); }\n"
     "async function b() { await redlock.using(['x'], 5, async (signal) => { go(); }); }\n"
     "async function c() { const { rows } = await pool.query('SELECT "
     "pg_try_advisory_lock(1) AS ok'); if (!rows[0].ok) return; go(); }\n"
     "async function d() { if ((await r.set('k', 1, {NX: true})) !== 'OK') return; go(); "
     "}\n"
     "async function take() { const n = await r.setnx('k', 1); return n === 1; }\n"
     "async function e() { if (await take()) go(); }\n"
     "function go() {}\n",
     "function declared a in module async body [lock.redlock.acquire]\n"
     "function declared b in module async body [lock.redlock.using]\n"
     "function callback  in b to redlock.using async [lock.redlock.using]\n"
     "function declared c in module async body [lock.pool.query]\n"
     "function declared d in module async body [lock.r.set]\n"
     "function declared take in module async\n"
     "function declared e in module async body [lock.r.setnx]\n"
     "function declared go in module\n"
     "call import Redlock in module\n"
     "call  .acquire on redlock in a\n"
     "call go in a [lock.redlock.acquire]\n"
     "call  .using on redlock in b\n"
     "call go in (redlock.using) [lock.redlock.using]\n"
     "call  .query on pool in c\n"
     "call go in c [lock.pool.query]\n"
     "call  .set on r in d\n"
     "call go in d [lock.r.set]\n"
     "call  .setnx on r in take\n"
     "call take in e\n"
     "call go in e [lock.r.setnx]\n"},
    {"envs", "a.ts", FACTS_ENVS,
     "const {A, B: b, C = 1} = process.env; process.env.D; process.env['E']; const env = "
     "process.env; env.F;\n"
     "this.configService.get<string>('G'); config.getOrThrow('H'); map.get('I'); "
     "import.meta.env.J;\n",
     "env A\n"
     "env B\n"
     "env C\n"
     "env D\n"
     "env E\n"
     "env F\n"
     "env G\n"
     "env H\n"
     "env J\n"},
    {"states_shared_by_name", "a.js", FACTS_EXPORTS | FACTS_STATES,
     "global.onlineUsers = new Map(); exports.clients = {}; module.exports.n = 0;\n"
     "io.on('connection', (s) => { global.onlineUsers.set(s.id, s); exports.clients[s.id] "
     "= s; module.exports.n++; });\n",
     "export clients state clients\n"
     "export n state n\n"
     "state map onlineUsers: Map in module field\n"
     "state object clients in module exported field\n"
     "state number n in module exported field\n"
     "write onlineUsers key s.id in (io.on connection) socket\n"
     "write clients key s.id in (io.on connection) socket\n"
     "increment n in (io.on connection)\n"},
    {"guards_of_workers", "a.js", FACTS_CALLS,
     "const { isPrimary } = require('cluster'); if (isPrimary) a(); if (cluster.isWorker) "
     "return; b();\n"
     "if (cluster.worker && cluster.worker.id !== 1) return; c(); function a(){} function "
     "b(){} function c(){}\n",
     "reference import isPrimary in module\n"
     "call a in module [primary]\n"
     "call b in module [primary]\n"
     "call c in module [any(primary, primary)] [primary]\n"},
    {"guards_of_locks_that_throw", "a.ts", FACTS_CALLS,
     "async function a() { let lock; try { lock = await this.redlock.acquire(['x'], 5); } "
     "catch (e) { return; } go(); }\n"
     "async function b() { const lock = await this.redis.acquireLock('x'); try { go(); } "
     "finally { lock.release(); } }\n"
     "async function c() { const lock = await acquireLock('x'); if (lock) go(); else "
     "stop(); }\n"
     "async function d() { await redis.set('x', 1, 'NX'); go(); }\n"
     "async function e() { await this.lock.withLock('x', async () => { go(); }); }\n"
     "function go() {} function stop() {}\n",
     "call  .acquire on this.redlock in a\n"
     "call go in a [lock.this.redlock.acquire]\n"
     "call  .acquireLock on this.redis in b\n"
     "call go in b [lock.this.redis.acquireLock]\n"
     "call  .release on lock in b [lock.this.redis.acquireLock]\n"
     "call go in c [lock.acquireLock]\n"
     "call stop in c [!lock.acquireLock]\n"
     "call  .set on redis in d\n"
     "call go in d\n"
     "call  .withLock on this.lock in e\n"
     "call go in (this.lock.withLock x) [lock.this.lock.withLock]\n"},
    {"states_on_global_by_bare_name", "a.js", FACTS_STATES,
     "global.users = new Map();\n"
     "io.on('connection', (s) => { s.on('add', (id) => { users.set(id, s.id); }); for "
     "(const [k] of users.entries()) k; });\n"
     "function f(users) { users.set(1, 2); }\n",
     "state map users: Map in module field\n"
     "write users key id in (s.on add)\n"
     "iterate users in (io.on connection)\n"},
};

START_TEST(test_lines) {
    const struct extract_case *c = &cases[_i];
    struct arena a;
    struct facts facts;
    struct buf out = {0};
    arena_init(&a, 0);
    const struct source *src = source_new(&a, str_of(c->path), str_of(c->path), str_of(c->source));
    extract_facts(&a, src, &facts);
    facts_lines(&facts, src->text, c->parts, &out);
    buf_char(&out, '\0');
    ck_assert_msg(strcmp(out.p, c->lines) == 0, "%s\n--- is\n%s--- should be\n%s", c->name, out.p,
                  c->lines);
    ck_assert(!facts.is_partial);
    buf_done(&out);
    arena_done(&a);
}
END_TEST

/* What cannot be parsed costs its own facts only. */
START_TEST(test_partial) {
    struct arena a;
    struct facts facts;
    arena_init(&a, 0);
    const struct source *src =
        source_new(&a, STR("a.js"), STR("a.js"),
                   STR("const m = new Map();\nfunction f(k) { m.set(k, 1); }\nconst = = ;\n"));
    extract_facts(&a, src, &facts);
    ck_assert(facts.is_partial);
    ck_assert_uint_eq(facts.states.n, 1);
    ck_assert_uint_eq(facts.uses.n, 1);
    ck_assert_uint_eq(facts.uses.at[0].op, USE_WRITE);
    ck_assert_uint_eq(facts.uses.at[0].span.begin, 37);
    arena_done(&a);
}
END_TEST

/* As deep as one likes: it ends, and says that it did not see all. */
START_TEST(test_deep) {
    struct arena a;
    struct facts facts;
    struct buf text = {0};
    arena_init(&a, 0);
    for (int i = 0; i < 5000; i++)
        buf_z(&text, "f(() => {");
    const struct source *src =
        source_new(&a, STR("a.ts"), STR("a.ts"), (struct str){text.p, text.n});
    extract_facts(&a, src, &facts);
    ck_assert(facts.is_partial);
    (void)extract_wanted(&a, src, &facts);
    buf_done(&text);
    arena_done(&a);
}
END_TEST

Suite *suite_extract(void) {
    Suite *s = suite_create("extract");
    TCase *t = tcase_create("facts");
    tcase_add_loop_test(t, test_lines, 0, ARRAY_LEN(cases));
    tcase_add_test(t, test_partial);
    tcase_add_test(t, test_deep);
    suite_add_tcase(s, t);
    return s;
}
