// Requests to the apps that serve, one connection each: a light load over the whole run, and a probe of each place after
// each operation. A request fails
//   refused   nobody listens there
//   cut       the connection ended before the answer did
//   late      no answer came
//   wrong     another answer
// and what is right of these is said by the operations that it was under way in (allow).
'use strict';
const http = require('http');

const LATE_MS = 60000, PAUSE_MS = 20, PATIENCE_MS = 60000;
const REFUSED = new Set(['ECONNREFUSED', 'ENOENT']);
const ANY = new Set(['refused', 'cut', 'late', 'wrong']);
const pause = ms => new Promise(done => setTimeout(done, ms));

class Load {
    constructor(places) { // [{ app, to }]
        this.places = places;
        this.op = 0;
        this.allowed = []; // by operation: app -> the failures that are right
        this.failures = [];
        this.answers = 0;
        this.excused = 0;
        this.isOver = false;
    }
    // { ok, pid } or { kind, text }.
    static ask(place) {
        return new Promise(done => {
            const fail = (kind, text) => done({ kind, text });
            const request = http.get({ ...place.to, agent: false, timeout: LATE_MS }, response => {
                let text = '';
                response.on('data', d => { text += d; });
                response.on('error', error => fail('cut', error.message));
                response.on('end', () => {
                    const [app, pid] = text.split(' ');
                    if (response.statusCode === 200 && app === place.app) done({ ok: true, pid: +pid });
                    else fail('wrong', `${response.statusCode} ${text}`);
                });
            });
            request.on('timeout', () => {
                fail('late', `no answer in ${LATE_MS} ms`);
                request.destroy();
            });
            request.on('error', error => fail(REFUSED.has(error.code) ? 'refused' : 'cut', error.message));
        });
    }
    async client(place) {
        while (!this.isOver) {
            const from = this.op, said = await Load.ask(place);
            if (said.ok) this.answers++;
            else this.failures.push({ place, from, to: this.op, ...said });
            await pause(PAUSE_MS);
        }
    }
    begin() { for (const place of this.places) this.client(place); }
    end() { this.isOver = true; }

    // The operation is over, and these failures were right in it; what was not, or null.
    settle(allowed) {
        this.allowed[this.op++] = allowed;
        const failures = this.failures;
        this.failures = [];
        for (const f of failures) {
            let isRight = false;
            for (let op = f.from; op <= f.to && op < this.op; op++) isRight = isRight || (this.allowed[op].get(f.place.app) || ANY).has(f.kind);
            if (!isRight) return `a request to ${f.place.app} at ${JSON.stringify(f.place.to)} was ${f.kind}: ${f.text}`;
            this.excused++;
        }
        return null;
    }
    // Each place is served by one of its app's processes, or refused; null, or what is not so.
    async probe(pidsOf) {
        for (const place of this.places) {
            const pids = pidsOf(place.app);
            if (!pids) continue;
            for (const until = Date.now() + PATIENCE_MS; ;) {
                const said = await Load.ask(place);
                if (pids.length ? said.ok && pids.includes(said.pid) : said.kind === 'refused') break;
                if (pids.length || Date.now() > until)
                    return `${place.app} at ${JSON.stringify(place.to)} should be ${pids.length ? `served by ${pids}` : 'refused'}: ${JSON.stringify(said)}`;
                await pause(3);
            }
        }
        return null;
    }
}

module.exports = { Load, ANY };
