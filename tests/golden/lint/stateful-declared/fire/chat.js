const { WebSocketServer } = require('ws');

const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (socket) => {
  socket.on('message', (text) => wss.clients.forEach((client) => client.send(text)));
});
