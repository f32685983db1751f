// Loaded into a worker (node --require): writes down which connections it has taken, one line "PID PORT US" for each: the
// client's port and CLOCK_MONOTONIC. The line is written before the worker says that it has the connection (round robin), or
// as soon as it has accepted it (shared): from then on nobody but this process can answer there. To the file of the
// environment variable NOTES; lib/blame.js reads it.
'use strict';
const cluster = require('cluster');
const fs = require('fs');
const { Server } = require('net');

const fd = fs.openSync(process.env.NOTES, 'a');
const note = (port) => fs.writeSync(fd, `${process.pid} ${port} ${process.hrtime.bigint() / 1000n}\n`);
const given = new Map(); // the ports of connections that it is just being given, by the number of the message

if (cluster.isWorker) {
    process.prependListener('internalMessage', (message, handle) => {
        const peer = {};
        if (message?.act === 'newconn' && handle?.getpeername?.(peer) === 0) given.set(message.seq, peer.port);
    });
    const { send } = process;
    process.send = function (message) {
        if (message?.cmd === 'NODE_CLUSTER' && message.accepted) note(given.get(message.ack));
        if (message?.cmd === 'NODE_CLUSTER') given.delete(message.ack);
        return Reflect.apply(send, this, arguments);
    };
    if (process.env.POLICY === 'shared') {
        const { emit } = Server.prototype;
        Server.prototype.emit = function (event, socket) {
            if (event === 'connection' && socket?.remotePort) note(socket.remotePort);
            return Reflect.apply(emit, this, arguments);
        };
    }
}
