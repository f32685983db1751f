// The log files of the counting services: every line once, in its order, whole, and the last one too.
'use strict';
const fs = require('fs');
const path = require('path');

// A supervisor that is killed may have taken lines from a pipe that it had not written yet. The journal, which the keeper
// holds, gives them to the next one; where the keeper dies too they are lost.
const HAS_JOURNAL = true;

class Logs {
    constructor(world) {
        this.world = world;
        this.files = new Map(); // path: { fd, inode, offset, rest }
        this.writers = new Map(); // pid: { app, last, mayMiss, isDead }
        this.isLossy = false; // lines are dropped just now: the disk is full
    }
    writer(pid, app) {
        if (!this.writers.has(pid)) this.writers.set(pid, { app, last: 0, mayMiss: this.isLossy ? 2 : 0 });
        return this.writers.get(pid);
    }
    // Something that may lose lines is over: a gap may be in what comes until the next line after that.
    excuse(app) {
        for (const p of this.world.services()) if (!p.kidOf) this.writer(p.pid, p.app); // who has said nothing yet, too
        for (const writer of this.writers.values())
            if (!app || writer.app === app) writer.mayMiss = 2;
    }
    supervisorKilled(withKeeper) {
        if (HAS_JOURNAL && !withKeeper) return;
        this.excuse();
        for (const file of this.files.values()) if (file.tears) file.mayJoin = true;
    }
    flushed(set) {
        for (const inst of set) this.excuse(inst.app);
        for (const inst of set) {
            const file = this.files.get(path.join(this.world.home, 'logs', `${inst.app}-out-${inst.id}.log`));
            if (file) Object.assign(file, { offset: 0, rest: '', isCut: true });
        }
    }
    // A full disk tears a line in each file, which ends there at least; a supervisor that dies forgets that it did.
    diskFull(isFull) {
        this.isLossy = isFull;
        this.excuse();
        for (const file of this.files.values()) file.tears = true;
    }
    line(text, file) {
        const [, before, app, pid, digits] = /^(.*?)(?:([a-z]-[a-z]+) (\d+) (\d+))?$/s.exec(text);
        const isTorn = file.isCut || this.mayTear() || file.mayJoin || (file.tears && !app && /^[a-z-]*( \d*){0,2}$/.test(before));
        if ((before || !app) && !isTorn) return `a torn line in ${file.path}: ${JSON.stringify(text)}`;
        if (!app) return null;
        const writer = this.writer(+pid, app), number = +digits;
        if (file.tears && digits.length < String(writer.last).length) return null; // torn in its number
        if (number !== writer.last + 1 && !(writer.mayMiss && number > writer.last))
            return `${file.path}: line ${number} of ${app} (pid ${pid}) comes after ${writer.last}`;
        writer.last = number;
        writer.hasCome = true;
        return null;
    }
    mayTear() {
        for (const writer of this.writers.values()) if (writer.mayMiss) return true;
        return this.isLossy;
    }
    readOn(file) {
        const chunk = Buffer.alloc(1 << 16);
        const size = fs.fstatSync(file.fd).size;
        if (size < file.offset) return `${file.path} has shrunk from ${file.offset} to ${size} bytes`;
        for (let n; (n = fs.readSync(file.fd, chunk, 0, chunk.length, file.offset)) > 0;) {
            file.offset += n;
            const lines = (file.rest + chunk.toString('latin1', 0, n)).split('\n');
            file.rest = lines.pop();
            for (const text of lines) {
                const trouble = this.line(text, file);
                if (trouble) return trouble;
                file.isCut = false;
            }
        }
        return null;
    }
    // A new file under the name is read on after the old one, which rotation has moved away.
    readFile(name) {
        let file = this.files.get(name), trouble = null, stat = null;
        try { stat = fs.statSync(name); } catch { /* not there just now */ }
        if (file) trouble = this.readOn(file);
        if (trouble || !stat || (file && file.inode === stat.ino)) return trouble;
        if (file) fs.closeSync(file.fd);
        try {
            const fd = fs.openSync(name, 'r');
            file = { path: name, fd, inode: fs.fstatSync(fd).ino, offset: 0, rest: '', tears: this.isLossy };
            this.files.set(name, file);
            return this.readOn(file);
        } catch { return null; }
    }
    // Reads what is new; what is wrong with it, or null.
    check() {
        const dir = path.join(this.world.home, 'logs');
        let names = [];
        try { names = fs.readdirSync(dir).filter(n => /-out(-\d+)?\.log$/.test(n)); } catch { return null; }
        for (const name of new Set([...names.map(n => path.join(dir, n)), ...this.files.keys()])) {
            const trouble = this.readFile(name);
            if (trouble) return trouble;
        }
        return null;
    }
    // Whether the last line of everybody who is gone is there; called after check.
    missing(alive) {
        for (const name of fs.readdirSync(path.join(this.world.dir, 'written'))) {
            const pid = +name;
            if (alive.has(pid)) continue;
            const file = path.join(this.world.dir, 'written', name);
            const bytes = fs.readFileSync(file);
            const written = bytes.length === 8 ? Number(bytes.readBigUInt64LE()) : 0;
            const writer = this.writers.get(pid) || { last: 0, mayMiss: this.isLossy };
            if (writer.last < written && !writer.mayMiss && !this.isLossy && this.files.size)
                return `line ${written} of ${writer.app || 'pid'} ${pid} is not in its log, only ${writer.last}`;
            fs.rmSync(file);
            this.writers.delete(pid);
        }
        return null;
    }
    // The operation is over: what may have been missed has been.
    settle() {
        for (const writer of this.writers.values()) {
            if (this.isLossy) writer.mayMiss = 2;
            else if (writer.mayMiss === 1 && writer.hasCome) writer.mayMiss = 0;
            else if (writer.mayMiss === 2) writer.mayMiss = 1;
            writer.hasCome = false;
        }
    }
    close() { for (const file of this.files.values()) fs.closeSync(file.fd); }
}

module.exports = { Logs, HAS_JOURNAL };
