const jwt = require('jsonwebtoken');
const presence = require('./presence');

module.exports = (io) => {
  io.use((socket, next) => {
    try {
      socket.data.user = jwt.verify(socket.handshake.auth.token, process.env.JWT_SECRET).sub;
      next();
    } catch (e) {
      next(e);
    }
  });

  io.on('connection', (socket) => {
    const { user } = socket.data;
    presence.online(user, socket.id);

    socket.on('call', ({ to, offer }, answer) => {
      const target = presence.find(to);
      if (!target) return answer({ error: 'offline' });
      io.to(target).emit('call', { from: user, offer });
      answer({ ok: true });
    });

    socket.on('disconnect', () => presence.offline(user));
  });
};
