// Keeps one websocket per user in a map of this process: a message sent to another instance would not
// reach the user, so it must run once.
'use strict';
const crypto = require('crypto');
const { serve } = require('../serve');

const connections = new Map();

// RFC 6455: an unmasked text frame, short payloads only.
const frame = (text) => Buffer.concat([Buffer.from([0x81, Buffer.byteLength(text)]), Buffer.from(text)]);

const server = serve(
  'notification-service',
  {
    'POST /notify': (request, body) => {
      const { user, text } = JSON.parse(body);
      const socket = connections.get(user);
      if (socket) socket.write(frame(String(text).slice(0, 100)));
      return { delivered: Boolean(socket) };
    },
    'GET /connections': () => ({ users: [...connections.keys()] }),
  },
  () => connections.forEach((socket) => socket.destroy()),
);

server.on('upgrade', (request, socket) => {
  const user = new URL(request.url, 'http://localhost').searchParams.get('user') || 'anonymous';
  const accept = crypto
    .createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  connections.set(user, socket);
  socket.on('close', () => connections.delete(user));
  socket.on('error', () => socket.destroy());
});
