// What must be. An instance has a state and, while an operation is under way, `want`: the outcomes that are right.
//
//   { state: 'online', pid: 'same' | 'new' | number, starts: [least, most] more than before, held }
//   { state: 'stopped' | 'errored' | 'gone', starts, held }
'use strict';

const MAX_RESTARTS = 3;
const CRASHES_MOST = 200; // on a busy machine a crash may take longer than min_uptime, which is a new beginning
const QUICK_MOST = 2; // kills in a row after which the budget may be used up

const { ANY } = require('./load');

// Those whose processes can be replaced by others beside them.
const rolls = spec => spec.kind === 'cluster' || spec.kind === 'listen';
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const isUp = inst => inst.isUp;

class Instance {
    constructor(app, spec, number) {
        Object.assign(this, { app, spec, number, id: null, state: 'stopped', pid: 0, ticks: '', starts: [0, 0], forgotten: 0 });
        Object.assign(this, { held: false, quick: 0, kin: 'child', isFrozen: false, isAny: false, hasRun: false, want: null });
        this.isForeign = false; // adopted without its version: nothing can go back to that
    }
    get name() { return `${this.app} #${this.number}`; }
    get isUp() { return this.state === 'online'; }
    restarts(starts) { return starts > this.forgotten ? starts - this.forgotten - 1 : 0; }
}

class Model {
    constructor(ecosystems) {
        this.ecosystems = ecosystems; // name: [versions: [specs]]
        this.apps = new Map(); // name: instances, by number
        this.version = new Map(); // ecosystem: what was applied last
        this.relics = new Map(); // "app number": instances that live and are nobody's
        this.former = []; // all that there were, before supervisor and keeper died
        this.broken = new Set();
        this.saved = null;
        this.hasKeeper = true;
        this.isFull = false;
        this.begin();
    }
    all() { return [...this.apps.values()].flat(); }
    list(filter) { return this.all().filter(filter); }

    // ---- wishes ---------------------------------------------------------------------------------
    begin() {
        for (const inst of this.all()) inst.want = [this.unchanged(inst)];
        this.upBefore = new Map([...this.apps].map(([name, list]) => [name, list.filter(i => i.isUp).map(i => i.pid)]));
        this.killed = new Set(); // apps of whose processes one was killed
        this.rolling = new Set(); // apps whose processes are replaced beside each other
        this.outage = new Set(); // apps that all of could be gone for a moment
    }
    unchanged(inst) {
        return { state: inst.state, pid: inst.isUp ? 'same' : 0, starts: [0, 0], held: inst.held };
    }
    // What it is started as next: one that was adopted in another version runs on in that only.
    next(inst) { return inst.isForeign ? inst.becomes : inst.spec; }
    isBroken(spec) { return spec.isBad || this.broken.has(spec.name); }
    // It crashes until its budget is used up; `first`: starts before the first that counts.
    crashing(first) { return { state: 'errored', starts: [first + MAX_RESTARTS, first + CRASHES_MOST], held: false }; }
    started(inst, more = 0) {
        const relic = this.relics.get(inst.name);
        if (relic) return { state: 'online', pid: relic.isAny ? 'any' : relic.pid, ticks: relic.ticks, relic, held: false };
        if (!this.isBroken(this.next(inst))) return { state: 'online', pid: 'new', starts: [1 + more, 1 + more], held: false };
        return inst.spec.isOnce ? { state: 'stopped', starts: [1, 1], held: false } : this.crashing(more);
    }
    stopped(inst) { return { state: 'stopped', starts: [0, 0], held: true }; }
    // What the policy makes of the end of its process.
    ended(inst, { code = null } = {}) {
        const isCode = code !== null && inst.kin !== 'outside';
        if (inst.spec.isOnce) return [{ state: 'stopped', starts: [0, 0], held: false }];
        if (isCode && inst.spec.stopCode === code) return [{ state: 'stopped', starts: [0, 0], held: false }];
        if (this.isBroken(this.next(inst))) return [this.crashing(0), { ...this.crashing(0), starts: [0, CRASHES_MOST] }];
        const again = [{ state: 'online', pid: 'new', starts: [1, 1], held: false, quick: inst.quick + 1 }];
        if (inst.quick >= QUICK_MOST) again.push({ state: 'errored', starts: [0, 0], held: false });
        return again;
    }
    either(inst, ...outcomes) { inst.want = [...inst.want, ...outcomes]; }

    // ---- requests -------------------------------------------------------------------------------
    // The failures of requests that the operation has made right. Where somebody was killed, those that it had in hand;
    // a cluster's address is closed where its last worker has said that it closes it.
    failures(name) {
        const before = this.upBefore.get(name) || [], after = this.list(i => i.app === name && i.isUp);
        if (before.length === 0 || after.length === 0 || this.outage.has(name)) return ANY;
        const isRestart = !after.some(i => before.includes(i.pid)) && !this.rolling.has(name) && !this.killed.has(name);
        if (isRestart && after[0].spec.kind === 'cluster') return ANY;
        return new Set(this.killed.has(name) ? ['cut'] : []);
    }
    // Who answers; null where that cannot be told.
    servers(name) {
        if ([...this.relics.keys()].some(k => k.startsWith(`${name} `))) return null;
        return this.list(i => i.app === name && i.isUp).map(i => i.pid);
    }

    // ---- instances ------------------------------------------------------------------------------
    add(spec, number, wants) {
        const inst = new Instance(spec.name, spec, number);
        const list = this.apps.get(spec.name) || [];
        list.push(inst);
        list.sort((a, b) => a.number - b.number);
        this.apps.set(spec.name, list);
        inst.want = wants ? wants(inst) : [{ state: 'stopped', starts: [0, 0], held: false }];
        return inst;
    }
    gone(inst) { inst.want = [{ state: 'gone' }]; }
    freeNumbers(list, n) {
        const numbers = [];
        for (let i = 0; numbers.length < n; i++) if (!list.some(x => x.number === i)) numbers.push(i);
        return numbers;
    }
    // The kinship of living processes when their supervisor or keeper goes.
    handOver(from, to) {
        for (const inst of this.all()) if (inst.isUp && inst.kin === from) inst.kin = to;
    }

    // ---- steering -------------------------------------------------------------------------------
    start(set) {
        for (const inst of set) if (!inst.isUp) inst.want = [this.started(inst)];
    }
    restart(set) {
        for (const inst of set) inst.want = [this.started(inst)];
    }
    // One after the other within an app; what does not come up ends it there, and leaves what serves. Whether it is right
    // that all came up.
    reload(set) {
        const failed = new Set();
        for (const name of [...new Set(set.map(i => i.app))].sort()) {
            const list = set.filter(i => i.app === name), first = list[0];
            if (rolls(first.spec)) this.rolling.add(name);
            if (failed.has(first.spec.needs)) {
                failed.add(name);
            } else if (this.isBroken(this.next(first))) {
                failed.add(name);
                if (!first.isUp || !rolls(first.spec)) first.want = [this.started(first)];
            } else this.restart(list);
        }
        return failed.size === 0;
    }
    stop(set) { for (const inst of set) inst.want = [this.stopped(inst)]; }
    scale(name, wanted) {
        const list = this.apps.get(name);
        if (wanted > list.length) {
            const spec = list[0].spec;
            for (const number of this.freeNumbers(list, wanted - list.length)) this.add(spec, number, i => [this.started(i)]);
        } else {
            for (const inst of list.slice(wanted)) this.gone(inst);
        }
    }
    reset(set) {
        for (const inst of set) {
            inst.quick = 0;
            inst.forgotten = 0; // only the difference can be seen
            inst.starts = inst.isUp ? [1, 1] : [0, 0];
        }
    }

    // ---- apply ----------------------------------------------------------------------------------
    apply(ecosystem, version, { keep = false, only = null, isTakeover = false } = {}) {
        const specs = this.ecosystems[ecosystem][version];
        const failed = new Set();
        for (const spec of specs) {
            if (only && !only.includes(spec.name)) continue;
            const list = this.apps.get(spec.name) || [];
            const { hasFailed, mayBeLeft } = this.applyApp(spec, list, spec.needs && failed.has(spec.needs), isTakeover);
            if (hasFailed || mayBeLeft) failed.add(spec.name);
        }
        if (!keep && !only)
            for (const [name, list] of this.apps)
                if (list[0].spec.ecosystem === ecosystem && !specs.some(s => s.name === name)) list.forEach(i => this.gone(i));
        return failed.size === 0;
    }
    applyApp(spec, list, hasCulprit, isTakeover) {
        const isNewVersion = list.some(i => !same({ ...i.spec, n: 0 }, { ...spec, n: 0 }));
        const n = isTakeover && list.length && list.every(i => same(i.spec, spec)) ? list.length : spec.n; // scaled stays scaled
        if (list.length === 0 && hasCulprit) return { hasFailed: true };
        if (list.length === 0) {
            for (let number = 0; number < spec.n; number++)
                this.add(spec, number, i => (spec.isOff ? [{ state: 'stopped', starts: [0, 0], held: false }] : [this.started(i)]));
            return { hasFailed: !spec.isOff && this.isBroken(spec) && this.wasNoRelic(spec) };
        }
        const goals = list.map((inst, i) => this.goal(inst, i, { ...spec, n }, isNewVersion));
        const nNew = Math.max(0, n - list.length);
        const begins = goals.some(g => g === 'swap' || g === 'start') || (nNew > 0 && !spec.isOff);
        const doesSomething = isNewVersion || (begins && nNew === 0 && list.length === n);
        if (hasCulprit && (doesSomething || begins)) { // it waits for what does not come up
            if (doesSomething) return { hasFailed: true };
        }
        if (begins && this.isBroken(spec)) return this.failApply(spec, list, goals, isTakeover);
        list.forEach((inst, i) => {
            if (goals[i] === 'go') return this.gone(inst);
            Object.assign(inst, { spec, isForeign: false });
            if (goals[i] !== 'adopt') inst.want = [this.started(inst)];
            if (goals[i] === 'swap' && rolls(spec)) this.rolling.add(spec.name);
        });
        for (const number of this.freeNumbers(list, nNew))
            this.add(spec, number, i => (spec.isOff ? [{ state: 'stopped', starts: [0, 0], held: false }] : [this.started(i)]));
        return {};
    }
    wasNoRelic(spec) { return ![...this.relics.keys()].some(k => k.startsWith(`${spec.name} `)); }
    goal(inst, i, spec, isNewVersion) {
        if (i >= spec.n) return 'go';
        if (inst.isUp) return isNewVersion ? 'swap' : 'adopt';
        const isWanted = !spec.isOff && (inst.held || !inst.hasRun || inst.state === 'errored');
        return isWanted || (!spec.isOff && isNewVersion) ? 'start' : 'adopt';
    }
    // The first that is to run in the new version does not: all is as it was. What was running runs, which is in
    // the old version only as good as it is.
    failApply(spec, list, goals, isTakeover) {
        const first = goals.findIndex(g => g !== 'adopt' && g !== 'go');
        if (goals[first] === 'swap' && rolls(spec)) {
            this.rolling.add(spec.name);
            return { hasFailed: true }; // what was running serves on
        }
        list.forEach((inst, i) => {
            const isTried = i === first || (goals[i] !== 'go' && first > 0 && goals[i] !== 'adopt');
            const isBack = inst.isUp;
            const rest = [{ state: 'stopped', starts: [0, CRASHES_MOST], held: inst.held }];
            if (!isTried && goals[i] === 'start') this.either(inst, ...rest, ...(isTakeover ? [this.started(inst)] : [])); // at once, or after all else
            if (!isTried) return;
            if (inst.held) inst.want = [{ state: 'stopped', starts: [0, CRASHES_MOST], held: true }];
            else if (isBack && inst.isForeign) inst.want = [this.crashing(1), { ...this.crashing(0), starts: [0, 2 * CRASHES_MOST] }, ...rest];
            else if (!isBack) inst.want = [...rest, { state: 'stopped', starts: [0, 1], held: true }, { state: 'errored', starts: [0, 2 * CRASHES_MOST], held: false }];
            else if (this.broken.has(spec.name)) inst.want = [{ state: 'errored', starts: [0, 2 * CRASHES_MOST], held: false }, ...rest];
            else inst.want = [{ state: 'online', pid: 'new', starts: [1, CRASHES_MOST], held: false }];
            if (i !== first) this.either(inst, this.unchanged(inst));
        });
        if (first >= 0 && list[first].isForeign) list[first].spec = spec;
        return { hasFailed: true }; // those that were to be made are gone again
    }

    // ---- saving ---------------------------------------------------------------------------------
    save() {
        this.saved = this.all().map(i => ({ spec: i.spec, number: i.number, held: i.held, rested: i.state === 'stopped' && i.hasRun }));
    }
    resurrect() {
        const before = new Set(this.apps.keys());
        for (const { spec, number, held, rested } of this.saved) {
            if (before.has(spec.name)) continue;
            const isStarted = !held && !rested && !spec.isOff;
            const inst = this.add(spec, number, i => [isStarted ? this.started(i) : { state: 'stopped', starts: [0, 0], held }]);
            Object.assign(inst, { held, hasRun: rested });
        }
    }

    // Everything is dead but what lives: instances become relics, to be adopted by a plan of theirs.
    bury() {
        for (const name of this.apps.keys()) this.outage.add(name);
        this.former = this.all();
        this.relics = new Map(this.list(i => i.isUp).map(i => [i.name, i]));
        this.apps = new Map();
        this.hasKeeper = true;
    }
    // What lives of the ecosystem's apps is there again, as the version that it was; what is in no app of it ends.
    // `withDead`: the others of an app of which one lives are there, too, and rest.
    adoptRelics(ecosystem, version, withDead) {
        const mine = this.former.filter(i => i.spec.ecosystem === ecosystem), living = mine.filter(isUp);
        this.former = this.former.filter(i => !mine.includes(i));
        for (const inst of mine) {
            const spec = this.ecosystems[ecosystem][version].find(s => s.name === inst.app);
            this.relics.delete(inst.name);
            if (!spec || !(inst.isUp || (withDead && living.some(i => i.app === inst.app)))) continue;
            const again = this.add(inst.spec, inst.number);
            if (!inst.isUp) continue;
            const { state, pid, ticks, starts, forgotten, quick, isFrozen, hasLostKids, hasRun } = inst;
            const isForeign = !same({ ...inst.spec, n: 0 }, { ...spec, n: 0 });
            Object.assign(again, { state, pid, ticks, starts, forgotten, quick, isFrozen, hasLostKids, hasRun, isForeign, becomes: spec, kin: 'outside' });
            again.want = [{ ...this.unchanged(again), pid: inst.isAny ? 'any' : 'same' }];
            // What is left of a reload may be the new one alone, which had not taken the place: it goes, and another one is started.
            if (inst.isAny && !this.isBroken(spec)) again.want.push({ state: 'online', pid: 'new', starts: [1, 1], held: false, relic: new Instance(inst.app, spec, inst.number) });
        }
        return living.length > 0;
    }
    forgetAll() {
        for (const name of this.apps.keys()) this.outage.add(name);
        this.former = [];
        this.relics = new Map();
        this.apps = new Map();
        this.hasKeeper = true;
    }

    // ---- comparing ------------------------------------------------------------------------------
    // The outcome that `seen` (an entry of the list, or undefined) is; null where it is none of them.
    match(inst, seen, alive) {
        return inst.want.find(w => this.isOutcome(inst, w, seen, alive)) || null;
    }
    isOutcome(inst, want, seen, alive) {
        if (want.state === 'gone') return !seen;
        if (!seen || seen.status !== want.state) return false;
        if (inst.id !== null && seen.id !== inst.id) return false;
        const from = want.relic || inst, more = want.starts || [0, 0];
        const low = from.restarts(from.starts[0] + more[0]), high = from.restarts(from.starts[1] + more[1]);
        if (seen.restarts < low || seen.restarts > high) return false;
        if (want.state !== 'online') return !seen.pid;
        const process = alive.get(seen.pid);
        if (!process || process.app !== inst.app || process.kidOf || process.number !== inst.number) return false;
        if (want.pid === 'same') return seen.pid === inst.pid && process.ticks === inst.ticks;
        if (want.pid === 'any') return true;
        if (want.pid === 'new') return seen.pid !== inst.pid || process.ticks !== inst.ticks;
        return seen.pid === want.pid && process.ticks === want.ticks;
    }
    // The outcome is now how it is.
    adopt(inst, want, seen, alive) {
        const isSame = want.pid === 'same' || (seen.pid === inst.pid && seen.pid > 0), from = want.relic || inst, more = want.starts || [0, 0];
        inst.forgotten = from.forgotten;
        const low = from.starts[0] + more[0], high = from.starts[1] + more[1];
        inst.starts = [low, high];
        if (low !== high && seen.restarts > 0) inst.starts = [seen.restarts + inst.forgotten + 1, seen.restarts + inst.forgotten + 1];
        Object.assign(inst, { id: seen.id, state: want.state, held: want.held, quick: isSame ? inst.quick : want.quick || 0 });
        if (inst.isForeign && !isSame) Object.assign(inst, { spec: inst.becomes, isForeign: false }); // whatever made it start again
        if (want.state !== 'online') Object.assign(inst, { pid: 0, ticks: '', isFrozen: false });
        else if (!isSame) Object.assign(inst, { pid: seen.pid, ticks: alive.get(seen.pid).ticks, isFrozen: false, kin: want.pid !== 'new' && (want.relic || want.pid === 'any') ? 'outside' : 'child', hasLostKids: false });
        if (want.relic) {
            this.relics.delete(inst.name);
            inst.hasLostKids = want.relic.hasLostKids;
            inst.isFrozen = want.relic.isFrozen;
        }
        inst.hasRun = inst.hasRun || inst.isUp || inst.starts[0] > 0;
        inst.want = null;
    }
    remove(inst) {
        const list = this.apps.get(inst.app).filter(i => i !== inst);
        if (list.length) this.apps.set(inst.app, list);
        else this.apps.delete(inst.app);
    }
}

module.exports = { Model, MAX_RESTARTS, rolls };
