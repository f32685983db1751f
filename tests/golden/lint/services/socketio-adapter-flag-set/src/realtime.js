const { Server } = require('socket.io');
const { createAdapter } = require('@socket.io/redis-adapter');
const Redis = require('ioredis');
const settings = require('./settings');

exports.createRealtime = function createRealtime(server) {
  const io = new Server(server, { transports: ['websocket'] });

  if (settings.useSocketRedis) {
    const pub = new Redis(settings.redisUrl);
    io.adapter(createAdapter(pub, pub.duplicate()));
  }

  io.on('connection', (socket) => {
    socket.on('present', (deck) => socket.join(deck));
    socket.on('reaction', ({ deck, emoji }) => io.to(deck).emit('reaction', emoji));
  });

  return io;
};
