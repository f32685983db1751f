const { who, port } = require('./common');
const server = require('http').createServer((q, s) => s.end(who()));
new (require('socket.io').Server)(server).on('connection', (c) => {
    c.emit('who', process.env.NODE_APP_INSTANCE);
    c.on('ask', (answer) => answer(process.env.NODE_APP_INSTANCE));
});
server.listen(port);
