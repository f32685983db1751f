const server = require('http').createServer((q, s) => s.end(process.env.NODE_APP_INSTANCE));
new (require('ws').WebSocketServer)({ server }).on('connection', (c) => c.send(process.env.NODE_APP_INSTANCE));
server.listen(+process.env.PORT);
