const http = require('http');
const express = require('express');
const { attachRooms } = require('@class/realtime');
const { version } = require('@class/realtime/package.json');

const app = express();
const server = http.createServer(app);
const rooms = attachRooms(server);

app.get('/version', (req, res) => res.json({ version }));
app.post('/rooms/:room/bell', (req, res) => {
  rooms.ring(req.params.room);
  res.sendStatus(204);
});

server.listen(process.env.PORT);
