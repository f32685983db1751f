// Loaded into Node by NODE_OPTIONS before the program, which stays as it is. It costs nothing until the
// supervisor asks the worker to disconnect; from then on
//   - answers say "Connection: close", so that clients leave by themselves: a busy keep-alive connection
//     would otherwise hold the old worker for ever;
//   - idle connections stay open for a while, because a request may be on its way on each of them, and
//     are closed when they have had their chance.
'use strict';

const AGAIN_MS = 100;

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

function drain(grace) {
    const closing = new Map();
    patch(require('http').Server, closing);
    patch(require('https').Server, closing);
    setTimeout(() => {
        setInterval(() => {
            for (const [server, closeIdle] of closing)
                if (closeIdle) Reflect.apply(closeIdle, server, []);
        }, AGAIN_MS).unref();
    }, grace).unref();
}

if (process.send && require('cluster').isWorker) {
    let drains = false;
    process.prependListener('internalMessage', (message) => {
        if (drains || message?.cmd !== 'NODE_CLUSTER' || message.act !== 'disconnect') return;
        drains = true;
        drain(message.grace ?? 1000);
    });
}
