'use strict';

const { createServer } = require('node:http');
const { createAdapter } = require('@socket.io/redis-adapter');
const express = require('express');
const { createClient } = require('redis');
const { Server } = require('socket.io');
const scores = require('./scores');

async function main() {
  const pub = createClient({ url: process.env.REDIS_URL });
  const sub = pub.duplicate();
  await Promise.all([pub.connect(), sub.connect()]);

  const app = express();
  const server = createServer(app);
  // transports are left at the default: polling first, then the upgrade
  const io = new Server(server, {
    adapter: createAdapter(pub, sub),
    serveClient: false,
  });

  app.use(express.json());
  app.use('/scores', scores(io, pub));

  io.on('connection', (socket) => {
    socket.on('follow', (match) => socket.join(`match:${match}`));
    socket.on('unfollow', (match) => socket.leave(`match:${match}`));
  });

  server.listen(process.env.PORT);

  process.on('SIGINT', () => {
    io.close(async () => {
      await Promise.all([pub.quit(), sub.quit()]);
      process.exit(0);
    });
  });
}

main().catch((e) => {
  console.error(e);
  process.exit(1);
});
