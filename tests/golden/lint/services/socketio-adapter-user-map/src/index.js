const http = require('http');
const express = require('express');
const { createAdapter } = require('@socket.io/redis-adapter');
const Redis = require('ioredis');
const { Server } = require('socket.io');
const signalling = require('./signalling');

const app = express();
app.get('/healthz', (req, res) => res.end());

const server = http.createServer(app);
const pub = new Redis(process.env.REDIS_URL);
const io = new Server(server, {
  transports: ['websocket'],
  adapter: createAdapter(pub, pub.duplicate()),
});

signalling(io);
server.listen(process.env.PORT);

process.on('SIGINT', () => io.close(() => process.exit(0)));
