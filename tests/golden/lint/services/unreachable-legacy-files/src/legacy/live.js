// The live view was switched off in spring; nothing imports this any more.
import { Server } from 'socket.io';

const viewers = new Map();

export function live(server) {
  const io = new Server(server);
  io.on('connection', (socket) => {
    viewers.set(socket.id, socket);
    io.emit('viewers', viewers.size);
    socket.on('disconnect', () => viewers.delete(socket.id));
  });
}
