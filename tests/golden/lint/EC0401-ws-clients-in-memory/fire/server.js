const { WebSocketServer } = require('ws');
const { join, tell } = require('./members');

const wss = new WebSocketServer({ port: 8080 });

wss.on('connection', (socket, req) => {
  join(req.headers['x-user'], socket);
  socket.on('message', (text) => {
    wss.clients.forEach((client) => client.send(text));
  });
});
