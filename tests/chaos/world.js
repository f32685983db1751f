// The real world of the chaos test: a home, its keeper and supervisor, the control socket, and what /proc tells.
'use strict';
const fs = require('fs');
const net = require('net');
const path = require('path');
const { spawn, spawnSync } = require('child_process');

const PROTOCOL = 1, SILENCE_MS = 2000;
const pause = ms => new Promise(done => setTimeout(done, ms));

// One connection; requests are answered in their order.
class Client {
    constructor(socketPath) {
        this.waiting = [];
        this.text = '';
        this.isGreeted = false;
        this.socket = net.connect(socketPath);
        this.socket.setEncoding('utf8');
        this.ready = new Promise((done, fail) => this.waiting.push({ done, fail }));
        this.ready.catch(() => {});
        this.socket.on('data', chunk => this.take(chunk));
        this.socket.on('error', error => this.lose(error));
        this.socket.on('close', () => this.lose(new Error('the connection was closed')));
    }
    take(chunk) {
        const lines = (this.text + chunk).split('\n');
        this.text = lines.pop();
        for (const line of lines) {
            const said = JSON.parse(line);
            if (this.waiting.length && !said.progress) this.waiting.shift().done(said);
        }
    }
    lose(error) {
        this.isLost = true;
        for (const { fail } of this.waiting.splice(0)) fail(error);
    }
    ask(request, blobs = []) {
        if (this.isLost) return Promise.reject(new Error('the connection is lost'));
        const line = { v: PROTOCOL, ...request };
        if (blobs.length) line.blobs = blobs.map(b => b.length);
        const answer = new Promise((done, fail) => this.waiting.push({ done, fail }));
        this.socket.write(Buffer.concat([Buffer.from(JSON.stringify(line) + '\n'), ...blobs]));
        return answer;
    }
    close() { this.socket.destroy(); }
}

class World {
    constructor({ dir, build, isHomeMounted }) {
        Object.assign(this, { dir, build, isHomeMounted });
        this.home = path.join(dir, 'home');
        this.service = path.join(dir, 'service');
        this.ecort = path.join(build, 'ecort');
        fs.copyFileSync(path.join(build, 'chaos_service'), this.service);
        fs.copyFileSync(path.join(build, 'chaos_service'), path.join(dir, 'node'));
        this.worker = path.join(dir, 'worker.js');
        fs.copyFileSync(path.join(__dirname, 'worker.js'), this.worker);
        for (const name of ['written', 'broken', 'home']) fs.mkdirSync(path.join(dir, name), { recursive: true });
        this.env = { PATH: process.env.PATH, HOME: dir, ECORT_HOME: this.home, CHAOS_DIR: dir, CHAOS_NODE: process.execPath, NO_COLOR: '1', TZ: 'UTC' };
        this.environBlob = Buffer.from(Object.entries(this.env).map(([k, v]) => `${k}=${v}\0`).join(''));
        this.known = new Map(); // "pid ticks" of services: what they are
    }

    // ---- keeper and supervisor ----------------------------------------------------------------
    async run(plan, args = []) {
        const out = fs.openSync(path.join(this.dir, 'run.log'), 'a');
        const words = ['run', ...(plan ? [plan] : ['--background']), ...args];
        this.keeperProcess = spawn(this.ecort, words, { env: this.env, cwd: plan ? path.dirname(plan) : this.dir, stdio: ['ignore', out, out] });
        fs.closeSync(out);
        this.keeper = this.keeperProcess.pid;
        this.keeperEnd = new Promise(done => this.keeperProcess.once('exit', (code, signal) => done(signal || code)));
        this.supervisor = 0;
        await this.connect();
    }
    // Connects, as soon as somebody greets, to somebody else than `old`.
    async connect(old = 0, limitMs = 60000) {
        const until = Date.now() + limitMs;
        if (this.client) this.client.close();
        for (;;) {
            this.client = new Client(path.join(this.home, 'ecort.sock'));
            try {
                const greeting = await Promise.race([this.client.ready, pause(1000).then(() => ({}))]);
                if (greeting.pid && greeting.pid !== old) {
                    this.supervisor = greeting.pid;
                    this.askedMs = Date.now();
                    return;
                }
            } catch { /* nobody yet */ }
            this.client.close();
            if (Date.now() > until) throw new Error('no supervisor answers');
            await pause(2);
        }
    }
    other() { return new Client(path.join(this.home, 'ecort.sock')); }
    // The supervisor leaves a client that says nothing for long; one that has died meanwhile is nobody's wish.
    async refresh() {
        if (Date.now() - this.askedMs < SILENCE_MS) return;
        const old = this.supervisor;
        await this.connect();
        if (this.supervisor !== old) throw new Error(`the supervisor ${old} has died`);
    }
    async ask(request, blobs) {
        await this.refresh();
        let isOver = false;
        const late = pause(60000).then(() => { if (!isOver) throw new Error(`no answer to ${JSON.stringify(request)} in 60 s`); });
        late.catch(() => {});
        const answer = await Promise.race([this.client.ask(request, blobs), late]);
        isOver = true;
        this.askedMs = Date.now();
        return answer;
    }
    // By a connection of its own: what is asked there need not wait for what was asked before.
    async askApart(request) {
        const client = this.other();
        await client.ready;
        const said = await client.ask(request);
        client.close();
        return said;
    }
    cli(args, cwd = this.dir) {
        return new Promise(done => {
            const child = spawn(this.ecort, args, { env: this.env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
            let text = '';
            child.stdout.on('data', d => { text += d; });
            child.stderr.on('data', d => { text += d; });
            child.once('close', code => done({ ok: code === 0, text, code }));
        });
    }
    static signal(pid, name) {
        try {
            process.kill(pid, name);
            return true;
        } catch { return false; }
    }
    // Until the process is gone (or a zombie that others have to reap).
    async untilGone(pid) {
        for (let i = 0; i < 5000 && World.stat(pid); i++) await pause(1);
    }

    // ---- /proc ---------------------------------------------------------------------------------
    // What matters of its stat; null where it is gone, or as good as.
    static stat(pid) {
        try {
            const text = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
            const f = text.slice(text.lastIndexOf(')') + 2).split(' ');
            return f[0] === 'Z' || f[0] === 'X' ? null : { state: f[0], session: +f[3], ticks: f[19] };
        } catch { return null; }
    }
    // All services that live: { pid, ticks, app, number, kidOf }.
    services() {
        const found = [];
        for (const pid of fs.readdirSync('/proc')) {
            if (!(pid[0] >= '1' && pid[0] <= '9')) continue;
            const stat = World.stat(pid);
            if (!stat) continue;
            const key = `${pid} ${stat.ticks}`;
            let what = this.known.get(key);
            if (!what) {
                what = this.identify(pid, stat);
                if (!what) continue;
                this.known.set(key, what);
            }
            found.push({ pid: +pid, ticks: stat.ticks, ...what });
        }
        return found;
    }
    // What has been forked and has not exec'd yet is nothing: main processes lead their session.
    identify(pid, stat) {
        try {
            const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
            if (words[0] !== this.service && !words.includes(this.worker)) return null;
            const env = Object.fromEntries(fs.readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').map(e => e.split(/=(.*)/s).slice(0, 2)));
            const isKid = words[1] === 'kid';
            if (!env.CHAOS_APP || (!isKid && stat.session !== +pid)) return null;
            return { app: env.CHAOS_APP, number: +env.NODE_APP_INSTANCE, kidOf: isKid ? +words[2] : 0 };
        } catch { return null; }
    }

    // ---- trouble -------------------------------------------------------------------------------
    setBroken(app, isBroken) {
        const file = path.join(this.dir, 'broken', app);
        if (isBroken) fs.writeFileSync(file, '');
        else fs.rmSync(file, { force: true });
    }
    fillDisk() {
        const fd = fs.openSync(path.join(this.home, 'filler'), 'w');
        const block = Buffer.alloc(4096);
        try {
            for (;;) fs.writeSync(fd, block);
        } catch { /* full, as it should be */ }
        fs.closeSync(fd);
    }
    emptyDisk() { fs.rmSync(path.join(this.home, 'filler'), { force: true }); }
}

// A home on a file system of its own, small enough to be filled; whether that is permitted here.
function mountHome(dir) {
    fs.mkdirSync(path.join(dir, 'home'), { recursive: true });
    if (!process.env.CHAOS_OWN_MOUNTS) return false;
    return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'none', path.join(dir, 'home')]).status === 0;
}

module.exports = { World, Client, pause, mountHome };
