const express = require('express');
const bus = require('./bus');

const app = express();
app.get('/orders/next', (req, res) => {
  bus.once('order', (order) => res.json(order));
});
app.post('/orders', (req, res) => {
  bus.emit('order', { id: req.query.id });
  res.sendStatus(204);
});
const server = app.listen(3000);
process.on('SIGINT', () => server.close());
