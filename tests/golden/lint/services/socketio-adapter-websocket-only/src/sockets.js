import { createAdapter } from '@socket.io/redis-streams-adapter';
import Redis from 'ioredis';
import { Server } from 'socket.io';

const redis = new Redis(process.env.REDIS_URL);

export function attachSockets(server) {
  const io = new Server(server, {
    adapter: createAdapter(redis),
    transports: ['websocket'],
    connectionStateRecovery: { maxDisconnectionDuration: 60_000 },
  });

  io.on('connection', (socket) => {
    // of this connection alone
    const watched = new Set();
    let bids = 0;

    socket.on('watch', (auction) => {
      if (watched.size >= 20) return socket.emit('refused', 'too many auctions');
      watched.add(auction);
      socket.join(auction);
    });

    socket.on('bid', () => {
      bids += 1;
      if (bids > 100) socket.disconnect(true);
    });

    socket.on('disconnect', () => watched.clear());
  });

  return io;
}
