const http = require('http');
const { Server } = require('socket.io');
const { createAdapter } = require('@socket.io/redis-streams-adapter');
const { createClient } = require('redis');

const redis = createClient();
const server = http.createServer();
const io = new Server(server, { adapter: createAdapter(redis) });

io.on('connection', (socket) => {
  socket.on('message', (room, text) => io.to(room).emit('message', text));
});

server.listen(3000);
