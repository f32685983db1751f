const { WebSocketServer } = require('ws');
const rooms = require('./rooms');

exports.attachRooms = function attachRooms(server) {
  const wss = new WebSocketServer({ noServer: true });

  server.on('upgrade', (req, socket, head) => {
    wss.handleUpgrade(req, socket, head, (ws) => {
      const room = new URL(req.url, 'ws://x').pathname.slice(1) || 'hall';
      rooms.join(room, ws);
      ws.on('message', (data) => rooms.say(room, data.toString(), ws));
      ws.on('close', () => rooms.leave(room, ws));
    });
  });

  return { ring: (room) => rooms.say(room, '{"type":"bell"}') };
};
