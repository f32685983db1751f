const { who, port } = require('./common');
const server = require('http').createServer((q, s) => s.end(who()));
const all = new (require('ws').WebSocketServer)({ server });
all.on('connection', (c) => {
    c.send(process.env.NODE_APP_INSTANCE);
    c.on('message', (text) => all.clients.forEach((other) => other.send(`all: ${text}`)));
});
server.listen(port);
