// tests/bench/load.c for https, http2 and http2 without TLS (h2c), with the same arguments and the same line at the end.
// A stream that was refused (RFC 9113, 8.7: the server has not seen the request) is asked for again, as every client of HTTP/2
// does it, on another session; "refused" says how often.
//   node load_tls.js https|http2|h2c PORT CONNECTIONS keep|close [THINK_MS]
'use strict';
const fs = require('fs');
const http2 = require('http2');
const https = require('https');
const net = require('net');
const tls = require('tls');

const [kind, port, connections, mode, think = '0'] = process.argv.slice(2);
const count = fs.openSync(process.env.LOAD_COUNT, 'w');
const failures = process.env.LOAD_FAILED && fs.openSync(process.env.LOAD_FAILED, 'w');
const now_us = () => Number(process.hrtime.bigint() / 1000n);
const result = { ok: 0, failed: 0, refused: 0, by: {}, errors: {} };
const add = (to, key) => (to[key] = (to[key] ?? 0) + 1);
let ends = false;
let running = Number(connections);

// When it was begun, and its port as soon as it has one, for the failures of what it carries.
function watch(socket, began_us) {
    if (socket.mine) return socket.mine;
    socket.mine = { reached_us: began_us, port: 0 };
    socket.once('connect', () => (socket.mine.port = socket.localPort));
    return socket.mine;
}

function over_https() {
    const agent = new https.Agent({ keepAlive: mode === 'keep', maxSockets: 1, rejectUnauthorized: false, family: 4 });
    return (done) => {
        const began_us = now_us();
        let mine = { reached_us: began_us, port: 0 };
        const end = (error, text) => done(error, text, mine);
        const request = https.get({ host: '127.0.0.1', family: 4, port, agent, timeout: 20000 }, (response) => {
            let text = '';
            response.on('data', (part) => (text += part));
            response.on('end', () => end(response.statusCode === 200 ? null : `status ${response.statusCode}`, text));
            response.on('error', (error) => end(`answer: ${error.code}`));
        });
        request.on('socket', (socket) => (mine = watch(socket, began_us)));
        request.on('timeout', () => request.destroy(new Error('timeout')));
        request.on('error', (error) => end(`${error.code ?? error.message}${request.reusedSocket ? ', kept' : ''}`));
    };
}

// A session that the server has said good-bye to (GOAWAY) is not used again.
function over_http2() {
    let session = null;
    const leave = (it) => { if (session === it) session = null; };
    const reach = () => {
        const began_us = now_us();
        const to = { host: '127.0.0.1', port };
        const socket = kind === 'h2c' ? net.connect(to) : tls.connect({ ...to, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
        const it = http2.connect(`${kind === 'h2c' ? 'http' : 'https'}://localhost:${port}`, { createConnection: () => socket });
        it.mine = watch(socket, began_us);
        it.on('goaway', () => leave(it));
        it.on('close', () => leave(it));
        it.on('error', () => leave(it));
        return it;
    };
    return function ask(done) {
        const is_kept = session !== null;
        const it = (session ??= reach());
        const stream = it.request({ ':path': '/' });
        let text = '', status = 0;
        const is_refused = () => is_kept && stream.rstCode === http2.constants.NGHTTP2_REFUSED_STREAM;
        stream.setTimeout(20000, () => stream.close(http2.constants.NGHTTP2_CANCEL));
        stream.on('response', (headers) => (status = headers[':status']));
        stream.on('data', (part) => (text += part));
        stream.on('error', (error) => is_refused() || done(`${error.message}, code ${stream.rstCode}${is_kept ? ', kept' : ''}`, null, it.mine));
        stream.on('close', () => {
            if (is_refused()) {
                result.refused++;
                leave(it);
                return ask(done);
            }
            done(status === 200 && text ? null : `cut, status ${status}${is_kept ? ', kept' : ''}`, text, it.mine);
            if (mode === 'close' || it.closed) { leave(it); it.close(); }
        });
        stream.end();
    };
}

function work(ask) {
    if (ends) {
        if (--running) return;
        process.stdout.write(JSON.stringify(result) + '\n');
        process.exit(0);
    }
    let is_done = false;
    ask((error, text, mine) => {
        if (is_done) return;
        is_done = true;
        if (error) {
            result.failed++;
            add(result.errors, error);
            if (failures) fs.writeSync(failures, `${mine.port} ${mine.reached_us} ${now_us()} ${error}\n`);
        } else {
            result.ok++;
            add(result.by, text);
        }
        fs.ftruncateSync(count, result.ok);
        setTimeout(work, Number(think), ask);
    });
}

process.on('SIGTERM', () => (ends = true));
for (let i = 0; i < Number(connections); i++) work(kind === 'https' ? over_https() : over_http2());
