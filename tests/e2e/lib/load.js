// A load of HTTP requests that counts what fails. Nothing is tried again.
//
//   node load.js PLACE CONNECTIONS [keep|close] [THINK_MS]
//
// PLACE is a port of this machine or the path of a Unix socket. Runs until SIGTERM, finishes what is under
// way, and prints one line: {"ok":N,"failed":N,"slowest_ms":N,"by":{answer:N},
// "errors":{text:N}}. "by" counts the first words of the answers. While it runs it appends the count of answers to
// the file of the environment variable LOAD_COUNT, as the size of the file, so that others may wait for it. The file
// LOAD_FAILED gets a line for each request that fails, "PORT FROM TO WHY": its own port (0: none) and the time from before it
// connected until it failed, in microseconds.
'use strict';
const fs = require('fs');
const http = require('http');

const [place, connections, mode = 'close', think = '0'] = process.argv.slice(2);
const to = /^\d+$/.test(place) ? { host: '127.0.0.1', port: Number(place) } : { socketPath: place };
const agent = new http.Agent({ keepAlive: mode === 'keep', maxSockets: Infinity });
const result = { ok: 0, failed: 0, slowest_ms: 0, by: {}, errors: {} };
const count = process.env.LOAD_COUNT && fs.openSync(process.env.LOAD_COUNT, 'a');
const failures = process.env.LOAD_FAILED && fs.openSync(process.env.LOAD_FAILED, 'w');
const now_us = () => Number(process.hrtime.bigint() / 1000n);
let ends = false;
let running = Number(connections);

const add = (to, key) => (to[key] = (to[key] ?? 0) + 1);

function ask(done) {
    const began = Date.now(), began_us = now_us();
    let connection = null;
    let is_done = false;
    const end = (error, text) => {
        if (is_done) return;
        is_done = true;
        result.slowest_ms = Math.max(result.slowest_ms, Date.now() - began);
        if (error) {
            result.failed++;
            add(result.errors, error);
            const { port = 0, reached_us = began_us } = connection ?? {};
            if (failures) fs.writeSync(failures, `${port} ${reached_us} ${now_us()} ${error}\n`);
        } else {
            result.ok++;
            add(result.by, text.split(/\s/)[0]);
            if (count) fs.writeSync(count, '.');
        }
        done();
    };
    const request = http.get({ ...to, path: '/', agent, timeout: 60000 }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => (text += part));
        response.on('end', () => end(response.statusCode === 200 ? null : `status ${response.statusCode}`, text));
        response.on('error', (error) => end(`answer: ${error.code ?? error.message}`));
        response.on('aborted', () => end('answer cut'));
    });
    request.on('socket', (socket) => {
        connection = socket.mine ??= { reached_us: began_us };
        socket.once('connect', () => (connection.port = socket.localPort));
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', (error) =>
        end(`${error.code ?? error.message}${request.reusedSocket ? ' on a reused connection' : ''}`));
}

function work() {
    if (!ends) return ask(() => (Number(think) ? setTimeout(work, Number(think)) : setImmediate(work)));
    if (--running === 0) {
        process.stdout.write(JSON.stringify(result) + '\n');
        process.exit(0);
    }
}

const end = () => (ends = true);
process.on('SIGTERM', end);
for (let i = 0; i < Number(connections); i++) work();
