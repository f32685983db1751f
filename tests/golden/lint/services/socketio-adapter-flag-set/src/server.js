const http = require('http');
const express = require('express');
const { createRealtime } = require('./realtime');

const app = express();
app.use(express.static('public'));

const server = http.createServer(app);
const io = createRealtime(server);

app.post('/decks/:deck/slide/:n', (req, res) => {
  io.to(req.params.deck).emit('slide', Number(req.params.n));
  res.sendStatus(204);
});

server.listen(process.env.PORT || 3000);
