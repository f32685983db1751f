// Random operations on a living ecort against a model of what must be.
//
//   node chaos.js BUILD     SEED= chooses the operations (default: the clock), CHAOS_OPS= how many, CHAOS_TELL=1 tells each
//
// After every operation it waits until the world is as the model says, or stops with both.
'use strict';
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { spawnSync } = require('child_process');
const { World, pause, mountHome } = require('./world');
const { Model, MAX_RESTARTS } = require('./model');
const { Logs, HAS_JOURNAL } = require('./logs');
const { OPS, empty, applyIt, NAMESPACE, QUICK_MS } = require('./ops');
const { RELOADS } = require('./reload');
const { Load } = require('./load');

const PATIENCE_MS = 60000, HISTORY = 25;
// What breaks must do so in less; on a machine that has too much to do even that which ends at once takes its time.
const MIN_UPTIME_MS = os.loadavg()[0] / os.cpus().length < 2 ? 100 : 1000;

// ---- chance ---------------------------------------------------------------------------------------
function generator(seed) {
    let state = seed >>> 0;
    const next = () => { // mulberry32
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const below = n => Math.floor(next() * n);
    const some = (list, n) => {
        const rest = [...list], taken = [];
        while (taken.length < n && rest.length) taken.push(...rest.splice(below(rest.length), 1));
        return taken;
    };
    return { below, some, chance: p => next() < p, pick: list => list[below(list.length)] };
}

// ---- ecosystems -----------------------------------------------------------------------------------
const app = (ecosystem, name, kind, more = {}) => ({ ecosystem, name: `${ecosystem}-${name}`, kind, n: 1, value: '1', ...more });
const A = [
    app('a', 'calm', 'calm', { n: 2, namespace: NAMESPACE }), app('a', 'count', 'count', { maxSize: true, namespace: NAMESPACE }),
    app('a', 'tree', 'tree')];
const B = [
    app('b', 'once', 'calm', { isOnce: true }), app('b', 'code', 'calm', { stopCode: 7 }), app('b', 'off', 'calm', { isOff: true }),
    app('b', 'stubborn', 'stubborn', { n: 2 })];
const C = [app('c', 'db', 'count'), app('c', 'web', 'tree', { needs: 'c-db', n: 2 }), app('c', 'closed', 'close')];
const D = [app('d', 'web', 'cluster', { n: 2 }), app('d', 'api', 'listen', { n: 2 })];
const changed = (list, name, more) => list.map(spec => (spec.name === name ? { ...spec, ...more } : spec));
const ECOSYSTEMS = {
    a: [A, changed(A, 'a-calm', { value: '2' }), changed(A, 'a-calm', { n: 4 }), changed(A, 'a-count', { isBad: true }), [...A.slice(0, 2), app('a', 'extra', 'count')]],
    b: [B, changed(B, 'b-stubborn', { n: 1, value: '2' }), changed(B, 'b-code', { kind: 'tree' }), B.slice(1)],
    c: [C, changed(C, 'c-db', { isBad: true }), changed(C, 'c-web', { value: '3', n: 3 }), changed(C, 'c-db', { value: '2' })],
    d: [D, changed(D, 'd-web', { value: '2' }), changed(changed(D, 'd-api', { value: '2' }), 'd-web', { n: 3 }),
        changed(D, 'd-web', { value: '3', isBad: true }), changed(D, 'd-api', { n: 1, isBad: true }), D.slice(1)],
};

// How its program is started; what serves has the time to do so to the end.
function wayOf(spec, ports) {
    if (spec.kind === 'cluster') return ['script: ../worker.js', 'interpreter: ../node', 'exec_mode: cluster', 'listen_timeout: 15000', 'kill_timeout: 3000'];
    if (spec.kind === 'listen')
        return ['script: ../service', 'args: serve', 'exec_mode: fork', `listen: ["127.0.0.1:${ports.api}", "unix:${ports.file}"]`, 'kill_timeout: 3000'];
    return ['script: ../service', `args: ${spec.kind}`, 'exec_mode: fork', 'kill_timeout: 200'];
}

function optionsOf(spec, ports) {
    const port = spec.kind === 'cluster' ? `, PORT: "${ports.web}"` : '';
    const env = `{ CHAOS_APP: ${spec.name}, VALUE: "${spec.value}"${port}${spec.isBad ? ', CHAOS_DIR: /nowhere' : ''} }`;
    return [
        `name: ${spec.name}`, ...wayOf(spec, ports), `instances: ${spec.n}`, `min_uptime: ${MIN_UPTIME_MS}`, `max_restarts: ${MAX_RESTARTS}`, `env: ${env}`,
        ...(spec.namespace ? [`namespace: ${spec.namespace}`] : []), ...(spec.isOnce ? ['autorestart: false'] : []),
        ...(spec.isOff ? ['autostart: false'] : []), ...(spec.stopCode ? [`stop_exit_codes: [${spec.stopCode}]`] : []),
        ...(spec.needs ? [`depends_on: [${spec.needs}]`] : []), ...(spec.maxSize ? ['max_size: 16K', 'retain: 2'] : [])];
}

function buildPlans(dir, build, ports) {
    for (const [name, versions] of Object.entries(ECOSYSTEMS)) {
        const home = path.join(dir, name);
        fs.mkdirSync(home);
        versions.forEach((specs, version) => {
            fs.writeFileSync(path.join(home, 'ecosystem.yaml'), `apps:\n${specs.map(s => `  - { ${optionsOf(s, ports).join(', ')} }\n`).join('')}`);
            const made = spawnSync(path.join(build, 'ecoc'), ['build', 'ecosystem.yaml', '-o', `v${version}.bin`], { cwd: home, encoding: 'utf8' });
            if (made.status !== 0) throw new Error(`ecoc build: ${made.stdout}${made.stderr}`);
        });
    }
}

// Ports that nobody has, outside the range that the system gives to others by itself.
async function freePorts(n, rng) {
    const ports = new Set();
    while (ports.size < n) {
        const port = 10000 + rng.below(20000), server = net.createServer();
        const isFree = await new Promise(done => server.once('error', () => done(false)).listen(port, () => server.close(() => done(true))));
        if (isFree) ports.add(port);
    }
    return [...ports];
}

// ---- comparing ------------------------------------------------------------------------------------
class Difference extends Error {}

// Two main processes of one instance at the same moment: never, not even for a moment, but where one replaces the other.
function findDouble(c, mains) {
    const seen = new Map();
    for (const p of mains) {
        const key = `${p.app} #${p.number}`, other = seen.get(key);
        seen.set(key, p);
        if (c.m.rolling.has(p.app)) continue;
        const isLiving = q => { const s = World.stat(q.pid); return s && s.ticks === q.ticks; };
        if (other && isLiving(other) && isLiving(p) && isLiving(other)) return `${key} runs twice: ${other.pid} and ${p.pid}`;
    }
    return null;
}

async function compare(c) {
    const seen = (await c.w.ask({ cmd: 'list' })).list;
    const services = c.w.services(), alive = new Map(services.map(p => [p.pid, p]));
    const mains = services.filter(p => !p.kidOf);
    const double = findDouble(c, mains), torn = c.logs.check();
    if (double || torn) throw new Difference(double || torn);
    const troubles = [], outcomes = [], expected = new Set();
    for (const inst of c.m.all()) {
        const entries = seen.filter(s => s.name === inst.app && s.instance === inst.number);
        const entry = entries[0], want = entries.length < 2 ? c.m.match(inst, entry, alive) : null;
        if (!want) troubles.push(`${inst.name}: ${show(entry)} should be ${JSON.stringify(inst.want, (k, v) => (k === 'relic' ? undefined : v))}, was ${JSON.stringify({ ...inst, spec: undefined, want: undefined })}`);
        else outcomes.push([inst, want, entry]);
        if (entry && entry.pid) expected.add(entry.pid);
    }
    for (const s of seen) if (!c.m.all().some(i => i.app === s.name && i.number === s.instance)) troubles.push(`${show(s)} should not be there`);
    for (const relic of c.m.relics.values())
        for (const p of mains) if (p.pid === relic.pid || (relic.isAny && p.app === relic.app && p.number === relic.number)) expected.add(p.pid);
    for (const p of mains) if (!expected.has(p.pid)) troubles.push(`pid ${p.pid} of ${p.app} #${p.number} runs and is not in the list`);
    for (const p of services) if (p.kidOf && !expected.has(p.kidOf)) troubles.push(`pid ${p.pid}, a grandchild of ${p.app}, has outlived ${p.kidOf}`);
    const lost = troubles.length ? null : c.logs.missing(alive);
    if (lost) troubles.push(lost);
    return { troubles, outcomes, alive };
}
const show = s => (s ? JSON.stringify({ id: s.id, name: s.name, instance: s.instance, pid: s.pid, status: s.status, restarts: s.restarts, reason: s.reason }) : 'nothing');

// Waits until all is as it must be, and takes over what the model could not know.
async function settle(c) {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
        const { troubles, outcomes, alive } = await compare(c);
        if (troubles.length === 0) {
            for (const [inst, want, entry] of outcomes) want.state === 'gone' ? c.m.remove(inst) : c.m.adopt(inst, want, entry, alive);
            c.logs.settle();
            await settleLoad(c);
            c.m.begin();
            return;
        }
        if (Date.now() > until) throw new Difference(troubles.join('\n'));
        await pause(3);
    }
}

// What serves has served all the time, as far as the operation permitted, and does.
async function settleLoad(c) {
    const apps = [...new Set(c.load.places.map(p => p.app))];
    const trouble = c.load.settle(new Map(apps.map(name => [name, c.m.failures(name)]))) || await c.load.probe(name => c.m.servers(name));
    if (trouble) throw new Difference(trouble);
}

// ---- all ------------------------------------------------------------------------------------------
function pickOp(c) {
    const possible = [...OPS, ...RELOADS].filter(([, , when]) => when(c));
    let at = c.rng.below(possible.reduce((sum, [, weight]) => sum + weight, 0));
    return possible.find(([, weight]) => (at -= weight) < 0);
}

async function end(c) {
    c.load.end();
    if (c.m.isFull) await empty(c);
    World.signal(c.m.hasKeeper ? c.w.keeper : c.w.supervisor, 'SIGTERM');
    await c.w.keeperEnd;
    await c.w.untilGone(c.w.supervisor);
    const left = c.w.services();
    if (left.length) throw new Difference(`left behind: ${JSON.stringify(left)}`);
}

async function chaos(c, nOps) {
    await c.w.run(c.plan('a', 0));
    c.m.apply('a', 0);
    c.m.version.set('a', 0);
    await settle(c);
    c.m.apply('d', 0);
    c.m.version.set('d', 0);
    await applyIt(c, c.plan('d', 0));
    await settle(c);
    c.load.begin();
    for (c.count = 1; c.count <= nOps; c.count++) {
        const [name, , , act] = c.m.isFull && c.count >= c.fullUntil ? ['empty', 0, 0, empty] : pickOp(c);
        c.tally.set(name, (c.tally.get(name) || 0) + 1);
        await act(c);
        await settle(c);
    }
    await end(c);
}

function clean(c) {
    try { for (const p of c.w.services()) World.signal(p.pid, 'SIGKILL'); } catch { /* gone */ }
    for (const pid of [c.w.keeper, c.w.supervisor]) if (pid) World.signal(pid, 'SIGKILL');
    try { for (const p of c.w.services()) World.signal(p.pid, 'SIGKILL'); } catch { /* gone */ }
}

async function main() {
    const build = path.resolve(process.argv[2]), nOps = +(process.env.CHAOS_OPS || 2000);
    const seed = process.env.SEED ? +process.env.SEED : Date.now() % 1000000;
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ecort-chaos-'));
    const isHomeMounted = mountHome(dir);
    console.log(`NOTE: chaos: seed ${seed}, ${nOps} operations${isHomeMounted ? '' : '; the disk cannot be filled here (no mount)'}; the clock cannot be changed here` +
        `${HAS_JOURNAL ? '' : '; lines may be lost when the supervisor is killed (no journal)'}`);
    const [web, api] = await freePorts(2, generator(process.pid));
    const ports = { web, api, file: path.join(dir, 'api.sock') }, at = port => ({ host: '127.0.0.1', port });
    const places = [{ app: 'd-web', to: at(web) }, { app: 'd-api', to: at(api) }, { app: 'd-api', to: { socketPath: ports.file } }];
    buildPlans(dir, build, ports);
    const w = new World({ dir, build, isHomeMounted }), m = new Model(ECOSYSTEMS), rng = generator(seed), history = [];
    const c = { w, m, rng, logs: new Logs(w), load: new Load(places), tally: new Map(), count: 0, bornAt: 0 };
    let nQuick = 0;
    c.quick = more => {
        if (more) nQuick = Date.now() - c.bornAt < QUICK_MS ? nQuick + more : 1;
        return Date.now() - c.bornAt < QUICK_MS ? nQuick : 0;
    };
    c.plan = (ecosystem, version) => path.join(dir, ecosystem, `v${version}.bin`);
    c.settle = () => settle(c);
    c.note = text => {
        history.push(`${c.count}: ${text}`);
        if (process.env.CHAOS_TELL) console.log(`${((Date.now() - begin) / 1000).toFixed(1)} ${history[history.length - 1]}`);
    };
    const begin = Date.now();
    try {
        await chaos(c, nOps);
        if (w.client) w.client.close();
        console.log(`chaos: ${nOps} operations in ${((Date.now() - begin) / 1000).toFixed(1)} s, no difference: ${[...c.tally].map(([k, v]) => `${k} ${v}`).join(', ')}; ` +
            `${c.load.answers} requests answered, ${c.load.excused} not, while nobody was to answer`);
        c.logs.close();
        if (isHomeMounted) spawnSync('umount', [w.home]);
        fs.rmSync(dir, { recursive: true });
    } catch (error) {
        console.log(`FAILED: chaos: SEED=${seed} CHAOS_OPS=${c.count} in ${dir}\nthe last operations:\n${history.slice(-HISTORY).join('\n')}`);
        console.log(error instanceof Difference ? `the difference:\n${error.message}` : error.stack);
        try { console.log(`the list:\n${(await w.ask({ cmd: 'list' })).list.map(show).join('\n')}`); } catch (e) { console.log(`no list: ${e.message}`); }
        console.log(`what ecort said last:\n${fs.readFileSync(path.join(dir, 'run.log'), 'utf8').split('\n').slice(-40).join('\n')}`);
        clean(c);
        if (isHomeMounted) fs.cpSync(w.home, path.join(dir, 'home-then'), { recursive: true, filter: from => !/filler$|sock$/.test(from) });
        process.exit(1);
    }
    process.exit(0);
}

main();
