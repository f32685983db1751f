// Loaded into Node by NODE_OPTIONS before the program, which stays as it is. It costs nothing until the
// worker is to disconnect, because the supervisor asks for it or the program does so itself; from then on
//   - answers say "Connection: close", so that clients leave by themselves: a busy keep-alive connection
//     would otherwise hold the old worker for ever;
//   - idle connections stay open for a while, because a request may be on its way on each of them, and
//     are closed when they have had their chance;
//   - sessions of HTTP/2, which outlive their server's close() or are cut by it, end as the protocol has it (RFC 9113,
//     6.8): first the word that no more is wanted, while all that comes is still taken, later the end after the last
//     stream.
'use strict';

const AGAIN_MS = 100;
const GRACE_MS = 1000; // where nobody says

// Only this process is meant, not what it starts.
const before = process.env.NODE_OPTIONS ?? '';
const ours = '--require ' + JSON.stringify(__filename);
if (before.startsWith(ours)) {
    const rest = before.slice(ours.length).trimStart();
    if (rest) process.env.NODE_OPTIONS = rest;
    else delete process.env.NODE_OPTIONS;
}

function patch(Server, closing) {
    const proto = Server.prototype;
    const { emit, close, closeIdleConnections } = proto;
    proto.emit = function (event, request, response) {
        if (response && (event === 'request' || event === 'checkContinue' || event === 'checkExpectation'))
            response.shouldKeepAlive = false;
        return Reflect.apply(emit, this, arguments);
    };
    proto.close = function () {
        closing.set(this, closeIdleConnections);
        return Reflect.apply(close, this, arguments);
    };
    if (closeIdleConnections) proto.closeIdleConnections = function () {};
}

// The sessions of each server of HTTP/2. A server is known by its listen(), so the module need not be loaded.
const http2_servers = new Map();
const used = new WeakSet(); // those that have had a request: a client does not send its first one after a good-bye
let end_session = null; // how a session ends, once the drain has begun

function watch_http2() {
    const net = require('net');
    const { listen } = net.Server.prototype;
    net.Server.prototype.listen = function () {
        if (typeof this.updateSettings === 'function' && !http2_servers.has(this)) {
            const sessions = new Set();
            http2_servers.set(this, sessions);
            this.on('session', (session) => {
                sessions.add(session);
                session.once('close', () => sessions.delete(session));
                session.once('stream', () => {
                    used.add(session);
                    end_session?.(session);
                });
            });
        }
        return Reflect.apply(listen, this, arguments);
    };
}

function drain_http2(grace, closing) {
    const { close } = require('net').Server.prototype;
    const each = (fn) => http2_servers.forEach((sessions) => sessions.forEach(fn));
    for (const server of http2_servers.keys()) {
        const { emit, closeIdleConnections } = server;
        closing.set(server, closeIdleConnections); // of clients that speak HTTP/1
        server.close = close; // its own one ends the sessions at once, since Node 24
        server.emit = function (event, request, response) {
            if (event === 'request' && response) response.shouldKeepAlive = false;
            return Reflect.apply(emit, this, arguments);
        };
    }
    end_session = (session) => used.has(session) && !session.closed && session.goaway(0, 2 ** 31 - 1);
    each(end_session);
    setTimeout(() => {
        end_session = (session) => session.close();
        each(end_session);
    }, grace).unref();
}

function drain(grace) {
    const closing = new Map();
    drain_http2(grace, closing);
    patch(require('http').Server, closing);
    patch(require('https').Server, closing);
    setTimeout(() => {
        setInterval(() => {
            for (const [server, closeIdle] of closing)
                if (closeIdle) Reflect.apply(closeIdle, server, []);
        }, AGAIN_MS).unref();
    }, grace).unref();
}

// The supervisor goes by the worker's answer to each connection. The channel's own acknowledgement of the handle, which
// Node writes before that, would be a second write, and a second wake-up of the supervisor, for nothing.
function answer_once() {
    const { _send } = process;
    if (typeof _send !== 'function') return;
    process._send = function (message) {
        return message?.cmd === 'NODE_HANDLE_ACK' || Reflect.apply(_send, this, arguments);
    };
}

// A worker that disconnects by itself closes its servers first, and says so of each as if it were to live on without:
// its supervisor is to keep the port open for the next one.
function tell_leaving(begin) {
    const { worker } = require('cluster');
    const disconnect = worker?.disconnect;
    if (typeof disconnect !== 'function') return;
    worker.disconnect = function () {
        if (process.connected) {
            process.send({ cmd: 'NODE_CLUSTER', act: 'leaving' });
            begin(GRACE_MS);
        }
        return Reflect.apply(disconnect, this, arguments);
    };
}

if (process.send && require('cluster').isWorker) {
    let drains = false;
    const begin = (grace) => {
        if (!drains) drain(grace);
        drains = true;
    };
    watch_http2();
    answer_once();
    tell_leaving(begin);
    process.prependListener('internalMessage', (message) => {
        if (message?.cmd === 'NODE_CLUSTER' && message.act === 'disconnect') begin(message.grace ?? GRACE_MS);
    });
}
