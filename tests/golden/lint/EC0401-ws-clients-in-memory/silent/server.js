const { WebSocketServer } = require('ws');
const { createClient } = require('redis');

const wss = new WebSocketServer({ port: 8080 });
const pub = createClient();
const sub = pub.duplicate();

// each instance hears everything, and sends it to its own clients
sub.subscribe('chat', (text) => {
  wss.clients.forEach((client) => client.send(text));
});

wss.on('connection', (socket) => {
  socket.on('message', (text) => pub.publish('chat', text));
});
