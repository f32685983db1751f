// Reloads, and what may happen in the middle of one.
'use strict';
const { World, pause } = require('./world');
const { rolls } = require('./model');
const { select, command, hasMany, mayKill, hasKeeper, killSupervisor, untilNext, killBoth, afterBoth } = require('./ops');

const LONG_MS = 400; // about as long as a reload of the cluster takes
const STARTS_MOST = 400;

const serving = c => [...c.m.apps.keys()].filter(name => rolls(c.m.apps.get(name)[0].spec));
const isServing = c => serving(c).length > 0;

async function reload(c) {
    const name = isServing(c) && c.rng.chance(0.6) ? c.rng.pick(serving(c)) : null;
    const { targets, set } = name ? { targets: [name], set: c.m.apps.get(name) } : select(c);
    const ok = c.m.reload(set), words = c.rng.pick([['reload'], ['restart', '--rolling']]);
    const said = await command(c, { cmd: 'reload', targets }, [...words, ...targets], ok);
    if (said.code > 1) throw new Error(`reload ends with ${said.code}: ${said.text}`);
}

// ---- in the middle of one -----------------------------------------------------------------------
// What an instance may have come to when its reload was not let to its end.
function halfReloaded(c, inst) {
    const before = c.m.unchanged(inst), isHeld = inst.state === 'stopped' && inst.held;
    const outcomes = [before, c.m.started(inst)];
    if (!c.m.isBroken(c.m.next(inst))) return outcomes;
    if (inst.isUp && rolls(inst.spec)) return [before];
    return [...outcomes, { state: 'errored', starts: [0, STARTS_MOST], held: false }, { state: 'stopped', starts: [0, STARTS_MOST], held: isHeld }];
}

// Each: what it is called, whether it may be, what it does to the world and what may come of it; whether the reload must
// end well then (undefined: it may).
async function underSupervisor(c, set) {
    for (const inst of set) inst.want = halfReloaded(c, inst);
    killSupervisor(c, 'SIGKILL');
    await untilNext(c);
}

async function underKeeper(c) {
    World.signal(c.w.keeper, 'SIGKILL');
    await c.w.keeperEnd;
    c.m.hasKeeper = false;
    c.m.handOver('kept', 'outside');
    return c.isRight;
}

// Whoever is alive then is claimed; which of two it is could not be told.
async function underBoth(c, set) {
    await killBoth(c);
    const alive = c.w.services().filter(p => !p.kidOf);
    for (const inst of set) {
        const mine = alive.filter(p => p.app === inst.app && p.number === inst.number);
        if (mine.length) Object.assign(inst, { state: 'online', held: false, pid: mine[0].pid, ticks: mine[0].ticks, isAny: true, starts: [inst.starts[0], inst.starts[1] + 1] });
        else inst.state = 'dead';
    }
    await afterBoth(c);
}
// All that may be alive is claimed by the run that comes next.
function mayLoseBoth(c, set) {
    const version = c.m.version.get('d'), name = set[0].app, specs = version === undefined ? [] : c.m.ecosystems.d[version];
    const spec = specs.find(s => s.name === name);
    return !c.m.isFull && spec !== undefined && set.every(i => i.number < spec.n);
}

async function underKill(c, set) {
    const inst = c.rng.pick(set.filter(i => i.isUp)), isStill = World.stat(inst.pid);
    c.note(`SIGKILL ${inst.name} (${inst.pid})`);
    c.m.killed.add(inst.app);
    if (isStill && isStill.ticks === inst.ticks) World.signal(inst.pid, 'SIGKILL');
    for (const i of set) {
        i.want = halfReloaded(c, i);
        if (i === inst && !c.m.isBroken(c.m.next(i))) i.want.push({ state: 'online', pid: 'new', starts: [1, 3], held: false });
    }
    if (c.m.isBroken(c.m.next(inst))) inst.want.push(...c.m.ended(inst));
}
// The one that is to come, where there is one.
async function underKillOfNew(c, set) {
    const pids = new Set(set.map(i => i.pid));
    const coming = c.w.services().find(p => p.app === set[0].app && !p.kidOf && !pids.has(p.pid));
    c.note(`SIGKILL ${coming ? `the new ${coming.app} #${coming.number} (${coming.pid})` : 'nobody'}`);
    if (!coming) return c.isRight;
    World.signal(coming.pid, 'SIGKILL');
    c.m.killed.add(coming.app); // it may have been in office already
    for (const i of set) {
        i.want = halfReloaded(c, i);
        if (!c.m.isBroken(c.m.next(i))) i.want.push({ state: 'online', pid: 'new', starts: [1, 3], held: false });
    }
    return undefined;
}

async function underCommand(c, set, cmd) {
    const name = set[0].app;
    for (const inst of set) {
        if (cmd === 'delete') c.m.gone(inst);
        else inst.want = [{ ...c.m.stopped(inst), starts: [0, STARTS_MOST] }];
    }
    c.m.outage.add(name);
    await c.w.askApart({ cmd, targets: [name] });
}

async function underScale(c, set) {
    const name = set[0].app, wanted = 1 + c.rng.below(4), before = [...set];
    c.note(`scale ${name} ${wanted}`);
    c.m.scale(name, wanted);
    for (const inst of before) if (!inst.want.some(w => w.state === 'gone')) inst.want = halfReloaded(c, inst);
    if (c.m.isBroken(c.m.next(set[0]))) for (const inst of c.m.apps.get(name)) if (!before.includes(inst)) c.m.either(inst, { state: 'errored', starts: [0, STARTS_MOST], held: false });
    await c.w.askApart({ cmd: 'scale', targets: [name], argument: String(wanted) });
}

// Refused, where the first one is under way yet.
async function underReload(c, set) {
    const said = await c.w.askApart({ cmd: 'reload', targets: [set[0].app] });
    if (said.ok) for (const inst of set) c.m.either(inst, ...inst.want.map(w => ({ ...w, starts: [w.starts[0], w.starts[1] + 1] })));
    else if (c.isRight && !/under way/.test(said.error || '')) throw new Error(`the second reload: ${JSON.stringify(said)}`);
    return c.isRight;
}

const always = () => true;
const isWell = (c, set) => !c.m.isBroken(c.m.next(set[0]));
const hasOneUp = (c, set) => set.some(i => i.isUp);
const HANDS = [
    ['the supervisor is killed', c => mayKill(c), underSupervisor],
    ['the supervisor is killed', c => mayKill(c), underSupervisor],
    ['the keeper is killed', (c, set) => hasKeeper(c) && !c.m.isFull && isWell(c, set), underKeeper],
    ['both are killed', mayLoseBoth, underBoth],
    ['an old process is killed', hasOneUp, underKill],
    ['a new process is killed', hasOneUp, underKillOfNew],
    ['it is stopped', always, (c, set) => underCommand(c, set, 'stop')],
    ['it is deleted', always, (c, set) => underCommand(c, set, 'delete')],
    ['it is scaled', always, underScale],
    ['it is reloaded', isWell, underReload],
];

async function disturbed(c) {
    const name = c.rng.pick(serving(c)), set = c.m.apps.get(name);
    const [what, , act] = c.rng.pick(HANDS.filter(([, when]) => when(c, set)));
    c.note(`reload ${name}, in the middle of which ${what}`);
    c.isRight = c.m.reload(set);
    await c.w.refresh();
    const answer = c.w.client.ask({ cmd: 'reload', targets: [name] }).catch(error => ({ lost: error.message }));
    const wait = c.rng.below(3) ? c.rng.below(LONG_MS) : c.rng.below(4);
    await Promise.race([pause(wait), answer]);
    const ok = await act(c, set), said = await answer;
    if (ok !== undefined && !said.lost && said.ok !== ok) throw new Error(`reload: ${JSON.stringify(said)}`);
}

const RELOADS = [
    ['reload', 7, hasMany, reload],
    ['reload, disturbed', 5, isServing, disturbed],
];

module.exports = { RELOADS };
