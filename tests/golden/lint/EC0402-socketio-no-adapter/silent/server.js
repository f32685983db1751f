const http = require('http');
const { Server } = require('socket.io');
const { createAdapter } = require('@socket.io/redis-adapter');
const { createClient } = require('redis');

const pub = createClient({ url: 'redis://127.0.0.1:6379' });
const sub = pub.duplicate();
const server = http.createServer();
const io = new Server(server, { transports: ['websocket'] });
io.adapter(createAdapter(pub, sub));

io.on('connection', (socket) => {
  socket.on('join', (room) => socket.join(room));
  socket.on('message', (room, text) => io.to(room).emit('message', text));
});

server.listen(3000);
