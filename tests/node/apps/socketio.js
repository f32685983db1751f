const server = require('http').createServer((q, s) => s.end(process.env.NODE_APP_INSTANCE));
new (require('socket.io').Server)(server).on('connection', (c) => c.emit('who', process.env.NODE_APP_INSTANCE));
server.listen(+process.env.PORT);
