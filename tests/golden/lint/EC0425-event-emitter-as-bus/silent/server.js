const express = require('express');
const { EventEmitter } = require('events');
const Redis = require('ioredis');

const pub = new Redis();
const sub = new Redis();
const bus = new EventEmitter();
sub.subscribe('order');
sub.on('message', (channel, text) => bus.emit('order', JSON.parse(text)));

const app = express();
app.get('/orders/next', (req, res) => {
  bus.once('order', (order) => res.json(order));
});
app.post('/orders', async (req, res) => {
  await pub.publish('order', JSON.stringify({ id: req.query.id }));
  res.sendStatus(204);
});
const server = app.listen(3000);
process.on('SIGINT', () => server.close());
