// The operations: each does something to the world and tells the model what it must have come to.
'use strict';
const fs = require('fs');
const net = require('net');
const path = require('path');
const { World, pause } = require('./world');
const { rolls } = require('./model');

const SIGNALS = ['SIGKILL', 'SIGKILL', 'SIGSEGV', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'];
const CODE = { SIGUSR1: 7, SIGUSR2: 0 };
const QUICK_MS = 1000, QUICK_MOST = 6; // the keeper tries ten times in a row before it rests for a minute
const NAMESPACE = 'front';

const any = () => true;
const isUp = inst => inst.isUp;
const hasUp = c => c.m.all().some(isUp);
const hasKeeper = c => c.m.hasKeeper;
const mayKill = c => c.m.hasKeeper && c.quick(0) < QUICK_MOST;

// ---- commands -----------------------------------------------------------------------------------
function select(c) {
    const { m, rng } = c, names = [...m.apps.keys()], kind = rng.below(20);
    const of = test => m.list(test);
    if (kind < 9) {
        const name = rng.pick(names);
        return { targets: [name], set: of(i => i.app === name) };
    }
    if (kind < 14) {
        const inst = rng.pick(m.all());
        return { targets: [String(inst.id)], set: [inst] };
    }
    if (kind < 17) {
        const letter = rng.pick([...'abcdit']), regex = new RegExp(`${letter}$`);
        const set = of(i => regex.test(i.app));
        if (set.length) return { targets: [`/${letter}$/`], set };
    }
    if (kind === 17 && of(i => i.spec.namespace === NAMESPACE).length) return { targets: [NAMESPACE], set: of(i => i.spec.namespace === NAMESPACE) };
    if (kind === 18) return { targets: ['all'], set: m.all() };
    const two = [rng.pick(names), rng.pick(names)];
    return { targets: two, set: of(i => two.includes(i.app)) };
}

// Asks over the socket or by the command line; says so where the answer is not the right one.
async function command(c, request, words, ok) {
    const isCli = c.rng.chance(0.15);
    c.note(`${isCli ? 'ecort ' : ''}${request.cmd} ${(request.targets || []).join(' ')} ${request.argument || ''}`);
    const said = isCli ? await c.w.cli(words) : await c.w.ask(request);
    if (ok !== undefined && said.ok !== ok) throw new Error(`${request.cmd}: ${ok ? 'refused' : 'should be refused'}: ${JSON.stringify(said)}`);
    return said;
}

async function steer(c, cmd) {
    const { targets, set } = select(c);
    c.m[cmd === 'delete' ? 'start' : cmd](cmd === 'delete' ? [] : set);
    if (cmd === 'delete') set.forEach(i => c.m.gone(i));
    const mayFail = set.some(i => c.m.isBroken(c.m.next(i)));
    await command(c, { cmd, targets }, [cmd, ...targets], mayFail ? undefined : true);
}

async function scale(c) {
    const name = c.rng.pick([...c.m.apps.keys()]), n = c.m.apps.get(name).length;
    const wanted = 1 + c.rng.below(4), isRelative = c.rng.chance(0.3) && wanted !== n;
    const argument = isRelative ? `${wanted > n ? '+' : ''}${wanted - n}` : String(wanted);
    c.m.scale(name, wanted);
    await command(c, { cmd: 'scale', targets: [name], argument }, ['scale', name, argument], c.m.apps.get(name).some(i => c.m.isBroken(c.m.next(i))) ? undefined : true);
}

async function apply(c) {
    const ecosystem = c.rng.pick(Object.keys(c.m.ecosystems)), version = c.rng.below(c.m.ecosystems[ecosystem].length);
    const specs = c.m.ecosystems[ecosystem][version];
    const keep = c.rng.chance(0.1), only = c.rng.chance(0.1) ? [c.rng.pick(specs).name] : null, dry = c.rng.chance(0.1);
    const plan = c.plan(ecosystem, version);
    c.note(`apply ${ecosystem} v${version}${keep ? ' --keep' : ''}${only ? ` --only ${only}` : ''}${dry ? ' --dry-run' : ''}`);
    const ok = dry || c.m.apply(ecosystem, version, { keep, only });
    if (!dry && !only) c.m.version.set(ecosystem, version);
    const said = await applyIt(c, plan, { keep, targets: only || undefined, dry_run: dry });
    if (said.ok !== ok) throw new Error(`apply: ${JSON.stringify(said)}`);
}

function applyIt(c, plan, more = {}) {
    if (c.rng.chance(0.1)) {
        const words = [...(more.keep ? ['--keep'] : []), ...(more.dry_run ? ['--dry-run'] : []), ...(more.targets ? ['--only', more.targets[0]] : [])];
        return c.w.cli(['apply', ...words, plan], path.dirname(plan));
    }
    return c.w.ask({ cmd: 'apply', argument: path.dirname(plan), ...more }, [c.w.environBlob, Buffer.alloc(0), fs.readFileSync(plan)]);
}

async function save(c) {
    const said = await command(c, { cmd: 'save' }, ['save'], c.m.isFull ? undefined : true);
    if (said.ok) c.m.save();
}

async function resurrect(c) {
    c.note('resurrect');
    c.m.resurrect();
    await c.w.ask({ cmd: 'resurrect' }, [c.w.environBlob]);
}

async function flush(c) {
    const { targets, set } = select(c);
    await command(c, { cmd: 'flush', targets }, ['flush', ...targets], true);
    c.logs.flushed(set);
}

async function look(c) {
    const cmd = c.rng.pick(['list', 'show', 'env', 'logs', 'ping', 'reload-logs']);
    const targets = cmd === 'show' || cmd === 'env' ? [c.rng.pick([...c.m.apps.keys()])] : undefined;
    await command(c, { cmd, targets }, cmd === 'logs' ? ['list'] : [cmd, ...(targets || [])], true);
}

async function reset(c) {
    const { targets, set } = select(c);
    await command(c, { cmd: 'reset', targets }, ['reset', ...targets], true);
    c.m.reset(set);
    c.m.begin();
}

async function refuse(c) {
    const request = c.rng.pick([
        { cmd: 'stop', targets: ['no-such-app'] }, { cmd: 'scale', targets: ['a-calm'], argument: '-99' },
        { cmd: 'send-signal', targets: ['all'], argument: 'SIGNONE' }, { cmd: 'start', targets: ['/(/'] }]);
    c.note(`refused: ${JSON.stringify(request)}`);
    if ((await c.w.ask(request)).ok) throw new Error('it was not refused');
}

// ---- ends of processes --------------------------------------------------------------------------
function pickSignal(c, inst) {
    return inst.isFrozen ? 'SIGKILL' : c.rng.pick(SIGNALS);
}
function isDeadly(inst, signal) { return !(inst.spec.kind === 'stubborn' && signal === 'SIGTERM'); }
function expectEnd(c, inst, signal) {
    const ended = c.m.ended(inst, { code: CODE[signal] ?? null });
    inst.want = isDeadly(inst, signal) ? ended : [...inst.want, ...ended]; // it may not have got so far as to ignore it
}

async function killChild(c, n = 1) {
    const set = c.rng.some(c.m.list(isUp), n), isAsked = n === 1 && c.rng.chance(0.3);
    for (const inst of set) {
        const signal = pickSignal(c, inst);
        c.note(`${isAsked ? 'send-signal' : 'kill'} ${signal} ${inst.name} (${inst.pid})`);
        expectEnd(c, inst, signal);
        c.m.killed.add(inst.app);
        if (isAsked) await c.w.ask({ cmd: 'send-signal', targets: [String(inst.id)], argument: signal });
        else World.signal(inst.pid, signal);
    }
}

async function killKid(c) {
    const inst = c.rng.pick(c.m.list(i => i.isUp && i.spec.kind === 'tree'));
    const kid = c.w.services().filter(p => p.kidOf === inst.pid).sort((a, b) => a.pid - b.pid)[0];
    c.note(`kill a grandchild of ${inst.name}`);
    inst.hasLostKids = true;
    if (kid) World.signal(kid.pid, 'SIGKILL');
}

// What serves would leave requests without an answer.
const mayFreeze = inst => inst.isUp && !inst.isFrozen && !rolls(inst.spec);
async function freeze(c) {
    const inst = c.rng.pick(c.m.list(mayFreeze));
    c.note(`SIGSTOP ${inst.name}`);
    inst.isFrozen = true;
    World.signal(inst.pid, 'SIGSTOP');
}
async function thaw(c) {
    const inst = c.rng.pick(c.m.list(i => i.isFrozen));
    c.note(`SIGCONT ${inst.name}`);
    inst.isFrozen = false;
    World.signal(inst.pid, 'SIGCONT');
}

async function breakApp(c) {
    const name = c.rng.pick([...c.m.apps.keys()]);
    c.note(`break ${name}`);
    c.m.broken.add(name);
    c.w.setBroken(name, true);
}
async function mendApp(c) {
    const name = c.rng.pick([...c.m.broken]);
    c.note(`mend ${name}`);
    c.m.broken.delete(name);
    c.w.setBroken(name, false);
}

// ---- ends of supervisors ------------------------------------------------------------------------
// Deaths in a row of supervisors that lived too short; n is added.
function killSupervisor(c, signal) {
    c.quick(1);
    World.signal(c.w.supervisor, signal);
}
async function untilNext(c) {
    const old = c.w.supervisor;
    await c.w.connect(old);
    c.bornAt = Date.now();
    c.m.handOver('child', 'kept');
    c.logs.supervisorKilled(false);
}

async function dieSupervisor(c) {
    const signal = c.rng.pick(['SIGKILL', 'SIGKILL', 'SIGSEGV', 'SIGABRT']);
    c.note(`${signal} the supervisor`);
    killSupervisor(c, signal);
    await untilNext(c);
}

async function dieWithChildren(c) {
    c.note('kill the supervisor, and while there is none:');
    World.signal(c.w.keeper, 'SIGSTOP');
    killSupervisor(c, 'SIGKILL');
    await killChild({ ...c, rng: { ...c.rng, chance: () => false } }, 1 + c.rng.below(3));
    World.signal(c.w.keeper, 'SIGCONT');
    await untilNext(c);
}

// The request may have been done, be done by the next one, or never have come.
async function dieDuring(c) {
    const cmd = c.rng.pick(['restart', 'stop', 'start', 'delete']);
    const name = c.rng.pick([...c.m.apps.keys()]);
    // Whether one that rests was started and has ended, or was not, could not be told.
    const set = c.m.apps.get(name).filter(i => (cmd !== 'stop' || i.isUp) && !(i.spec.isOnce && c.m.isBroken(c.m.next(i))));
    for (const inst of set) {
        const before = c.m.unchanged(inst);
        c.m[cmd === 'delete' ? 'gone' : cmd](cmd === 'delete' ? inst : [inst]);
        c.m.either(inst, before);
        // A worker that was told to disconnect ends by itself, and nobody may have noted why.
        if (inst.isUp && inst.spec.kind === 'cluster' && (cmd === 'stop' || cmd === 'delete')) c.m.either(inst, ...c.m.ended(inst));
        if (c.m.isBroken(c.m.next(inst)) && cmd !== 'stop' && cmd !== 'delete') c.m.either(inst, { state: 'errored', starts: [0, 200], held: false });
    }
    c.note(`kill the supervisor during ${cmd} ${set.map(i => i.id).join(' ')}`);
    if (set.length === 0) return;
    await c.w.refresh();
    c.w.client.ask({ cmd, targets: set.map(i => String(i.id)) }).catch(() => {});
    for (let i = c.rng.below(4); i > 0; i--) await pause(1);
    await new Promise(done => setImmediate(done));
    killSupervisor(c, 'SIGKILL');
    await untilNext(c);
}

async function dieKeeper(c) {
    c.note('kill the keeper');
    World.signal(c.w.keeper, 'SIGKILL');
    await c.w.keeperEnd;
    c.m.hasKeeper = false;
    c.m.handOver('kept', 'outside');
}

// Supervisor and keeper; some of the services, too; then a new run in the same home.
async function dieBoth(c) {
    c.note('kill supervisor and keeper, and while there is neither:');
    await killBoth(c);
    for (const inst of c.rng.some(c.m.list(isUp), c.rng.below(3))) {
        c.note(`kill ${inst.name} (${inst.pid})`);
        World.signal(inst.pid, 'SIGKILL');
        await c.w.untilGone(inst.pid);
        inst.state = 'dead';
    }
    await afterBoth(c);
}

// Workers of a cluster end by themselves when their primary is gone.
async function killBoth(c) {
    if (c.m.hasKeeper) World.signal(c.w.keeper, 'SIGSTOP');
    World.signal(c.w.supervisor, 'SIGKILL');
    if (c.m.hasKeeper) World.signal(c.w.keeper, 'SIGKILL');
    await c.w.keeperEnd;
    await c.w.untilGone(c.w.supervisor);
    const isWorker = p => c.m.apps.has(p.app) && c.m.apps.get(p.app)[0].spec.kind === 'cluster';
    for (const p of c.w.services().filter(isWorker)) await c.w.untilGone(p.pid);
    for (const inst of c.m.list(i => i.isUp && i.spec.kind === 'cluster')) inst.state = 'dead';
}
async function afterBoth(c) {
    const trouble = c.logs.check(); // what comes from now on may be in other files: ids begin anew
    if (trouble) throw new Error(trouble);
    c.logs.supervisorKilled(true);
    c.m.bury();
    await runAgain(c);
    await leaveNoRelics(c);
}

async function runAgain(c) {
    const [first, ...others] = c.m.version.size ? [...c.m.version] : [['a', 0]];
    c.note(`run ${first[0]} v${first[1]}`);
    c.m.version.set(...first);
    const isTakeover = c.m.adoptRelics(...first, true);
    c.m.apply(...first, { isTakeover });
    await c.w.run(c.plan(...first));
    c.bornAt = Date.now();
    await c.settle();
    for (const [ecosystem, version] of others) {
        c.note(`apply ${ecosystem} v${version}`);
        c.m.adoptRelics(ecosystem, version, false);
        c.m.apply(ecosystem, version);
        await applyIt(c, c.plan(ecosystem, version));
        await c.settle();
    }
}

// What is of no plan that was applied lives on, as was told; people end it by hand.
async function leaveNoRelics(c) {
    for (const inst of c.m.relics.values()) {
        c.note(`end ${inst.name} (${inst.pid}), which nobody claimed`);
        for (const p of c.w.services()) if (p.kidOf === inst.pid) World.signal(p.pid, 'SIGKILL');
        World.signal(inst.pid, 'SIGKILL');
    }
    c.m.relics.clear();
}

async function endAndBegin(c) {
    const isCli = c.rng.chance(0.3);
    c.note(isCli ? 'ecort kill' : 'SIGTERM');
    if (isCli) await c.w.cli(['kill']);
    else World.signal(c.m.hasKeeper ? c.w.keeper : c.w.supervisor, 'SIGTERM');
    const code = await c.w.keeperEnd;
    if (code !== 0 && c.m.hasKeeper) throw new Error(`the keeper ended with ${code}`);
    await c.w.untilGone(c.w.supervisor);
    if (c.w.services().length) throw new Error(`left: ${JSON.stringify(c.w.services())}`);
    c.m.forgetAll();
    await runAgain(c);
}

async function update(c) {
    c.note('update');
    c.quick(1);
    const said = await c.w.cli(['update']);
    if (!said.ok) throw new Error(`update: ${said.text}`);
    await untilNext(c);
}

// ---- those who do not listen --------------------------------------------------------------------
async function stopSupervisor(c) {
    const inst = c.rng.pick(c.m.list(isUp)), signal = pickSignal(c, inst);
    c.note(`SIGSTOP the supervisor; ${signal} ${inst.name}; restart all; SIGCONT`);
    await c.w.refresh();
    World.signal(c.w.supervisor, 'SIGSTOP');
    World.signal(inst.pid, signal);
    const set = c.m.apps.get(inst.app);
    const answer = c.w.ask({ cmd: 'restart', targets: [inst.app] });
    await pause(1);
    World.signal(c.w.supervisor, 'SIGCONT');
    await answer;
    c.m.restart(set);
    c.m.outage.add(inst.app);
    if (isDeadly(inst, signal) && !inst.want.some(w => w.relic)) // its end is seen first, or not at all
        c.m.either(inst, ...inst.want.map(w => ({ ...w, starts: [w.starts[0], w.starts[1] + 1] })));
}

async function stopKeeper(c) {
    c.note('SIGSTOP the keeper, SIGCONT after:');
    World.signal(c.w.keeper, 'SIGSTOP');
    const { targets, set } = select(c);
    const isStop = c.rng.chance(0.5) && !set.some(i => i.kin === 'kept'); // those it has to reap
    c.m[isStop ? 'stop' : 'start'](set);
    c.note(`${isStop ? 'stop' : 'start'} ${targets}`);
    await c.w.ask({ cmd: isStop ? 'stop' : 'start', targets });
    World.signal(c.w.keeper, 'SIGCONT');
}

async function twoAtOnce(c) {
    const name = c.rng.pick([...c.m.apps.keys()]), set = c.m.apps.get(name), isDelete = c.rng.chance(0.3);
    c.m.outage.add(name);
    const [one, two] = isDelete ? ['start', 'delete'] : ['restart', 'stop'];
    c.note(`${one} ${name} and ${two} ${name} by two clients`);
    const other = c.w.other();
    await other.ready;
    const both = [c.w.ask({ cmd: one, targets: [name] }), other.ask({ cmd: two, targets: [name] })];
    await Promise.allSettled(both);
    other.close();
    if (!isDelete && set.some(i => c.m.isBroken(c.m.next(i)))) { // who came last could not be told
        await c.w.ask({ cmd: 'stop', targets: [name] });
        for (const inst of set) inst.want = [{ ...c.m.stopped(inst), starts: [0, 200] }];
        return;
    }
    for (const inst of set) {
        c.m.restart([inst]);
        const begun = inst.want;
        c.m.stop([inst]);
        inst.want = isDelete ? [{ state: 'gone' }] : [...begun, { ...inst.want[0], starts: [0, 200] }, { state: 'errored', starts: [0, 30], held: false }].filter(w => w.state !== 'errored' || c.m.isBroken(c.m.next(inst)));
    }
}

// ---- the disk, the socket ------------------------------------------------------------------------
async function fill(c) {
    c.note('fill the disk');
    c.w.fillDisk();
    c.m.isFull = true;
    c.logs.diskFull(true);
    c.fullUntil = c.count + 1 + c.rng.below(6);
}
async function empty(c) {
    c.note('empty the disk');
    c.w.emptyDisk();
    c.m.isFull = false;
    c.logs.diskFull(false);
}

const JUNK = [
    '', '{', '\n\n\n', '{"v":1}\n', '{"v":2,"cmd":"list"}\n', '{"v":1,"cmd":"frobnicate"}\n', '\0\0\0\0\n', '[1,2,3]\n',
    '{"v":1,"cmd":"apply","argument":"/","blobs":[0,0,99999999]}\n', '{"v":1,"cmd":"apply","argument":"/","blobs":[1,2,3]}\nabcdef',
    '{"v":1,"cmd":"resurrect","blobs":[-1]}\n', `{"v":1,"cmd":"stop","targets":["${'x'.repeat(70000)}"]}\n`, 'x'.repeat(200000),
    '{"v":1,"cmd":"list"}\n'.repeat(50), '{"v":1,"cmd":"follow"}\n', '['.repeat(60000),
];
async function junk(c) {
    const n = 1 + c.rng.below(10), text = c.rng.pick(JUNK);
    c.note(`${n} clients send ${JSON.stringify(text.slice(0, 40))}`);
    const sockets = [];
    for (let i = 0; i < n; i++) {
        const socket = net.connect(path.join(c.w.home, 'ecort.sock'));
        socket.on('error', () => {});
        socket.write(c.rng.chance(0.2) ? Buffer.from(Array.from({ length: 300 }, () => c.rng.below(256))) : text);
        sockets.push(socket);
    }
    await pause(1);
    for (const socket of sockets) socket.destroy();
}

const hasMany = c => c.m.apps.size > 0;
const OPS = [
    ['start', 5, hasMany, c => steer(c, 'start')],
    ['stop', 5, hasMany, c => steer(c, 'stop')],
    ['restart', 6, hasMany, c => steer(c, 'restart')],
    ['delete', 2, hasMany, c => steer(c, 'delete')],
    ['scale', 4, hasMany, scale],
    ['apply', 10, any, apply],
    ['reset', 2, hasMany, reset],
    ['save', 3, hasMany, save],
    ['resurrect', 3, c => c.m.saved !== null, resurrect],
    ['flush', 2, hasMany, flush],
    ['look', 5, hasMany, look],
    ['refuse', 2, c => c.m.apps.has('a-calm'), refuse],
    ['kill a child', 8, hasUp, c => killChild(c)],
    ['kill children', 3, hasUp, c => killChild(c, 2 + c.rng.below(6))],
    ['kill a kid', 2, c => c.m.all().some(i => i.isUp && i.spec.kind === 'tree'), killKid],
    ['freeze', 2, c => c.m.all().some(mayFreeze), freeze],
    ['thaw', 2, c => c.m.all().some(i => i.isFrozen), thaw],
    ['break', 2, hasMany, breakApp],
    ['mend', 3, c => c.m.broken.size > 0, mendApp],
    ['kill supervisor', 3, mayKill, dieSupervisor],
    ['kill supervisor and children', 3, c => mayKill(c) && hasUp(c), dieWithChildren],
    ['kill supervisor during', 3, c => mayKill(c) && hasMany(c), dieDuring],
    ['kill keeper', 1, c => hasKeeper(c) && !c.m.isFull, dieKeeper],
    ['kill both', 1, c => hasKeeper(c) && !c.m.isFull, dieBoth],
    ['kill both', 4, c => !hasKeeper(c) && !c.m.isFull, dieBoth],
    ['end', 1, c => !c.m.isFull, endAndBegin],
    ['update', 1, mayKill, update],
    ['stop supervisor', 2, hasUp, stopSupervisor],
    ['stop keeper', 2, c => hasKeeper(c) && hasMany(c), stopKeeper],
    ['two at once', 3, hasMany, twoAtOnce],
    ['fill', 1, c => c.w.isHomeMounted && !c.m.isFull, fill],
    ['junk', 4, any, junk],
];

module.exports = {
    OPS, empty, applyIt, NAMESPACE, QUICK_MS, select, command, hasMany, mayKill, hasKeeper, killSupervisor, untilNext, killBoth, afterBoth,
};
