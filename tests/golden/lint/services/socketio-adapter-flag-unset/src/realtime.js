const { Server } = require('socket.io');
const redisAdapter = require('socket.io-redis');

/** One process in development needs no Redis, so the adapter is asked for by USE_SOCKET_REDIS. */
exports.createRealtime = function createRealtime(server) {
  const io = new Server(server, { transports: ['websocket'] });

  if (process.env.USE_SOCKET_REDIS === 'true') {
    const { hostname, port } = new URL(process.env.REDIS_URL);
    io.adapter(redisAdapter({ host: hostname, port: Number(port) }));
  }

  io.on('connection', (socket) => {
    socket.on('join', (board) => socket.join(board));
    socket.on('stroke', ({ board, points }) => {
      if (!Array.isArray(points) || points.length > 5000) return;
      socket.to(board).emit('stroke', { by: socket.id, points });
    });
  });

  return io;
};
