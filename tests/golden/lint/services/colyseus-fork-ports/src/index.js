const { createServer } = require('http');
const { Server } = require('@colyseus/core');
const { RedisDriver } = require('@colyseus/redis-driver');
const { RedisPresence } = require('@colyseus/redis-presence');
const { WebSocketTransport } = require('@colyseus/ws-transport');
const express = require('express');
const { ArenaRoom } = require('./arena.room');

const port = 2567 + Number(process.env.NODE_APP_INSTANCE || 0);

const app = express();
app.get('/healthz', (req, res) => res.send('ok'));

const gameServer = new Server({
  transport: new WebSocketTransport({ server: createServer(app) }),
  presence: new RedisPresence({ host: process.env.REDIS_HOST }),
  driver: new RedisDriver({ host: process.env.REDIS_HOST }),
  publicAddress: `${process.env.PUBLIC_HOST}/${port}`,
});

gameServer.define('arena', ArenaRoom).enableRealtimeListing();

gameServer.listen(port).then(() => {
  if (process.send) process.send('ready');
});

process.on('SIGINT', () => gameServer.gracefullyShutdown());
