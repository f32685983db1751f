const express = require('express');
const { Mutex } = require('async-mutex');
const { pull, book } = require('./remote');

const app = express();
const seats = new Mutex();
let running = false;

app.post('/sync', async (req, res) => {
  if (running) return res.sendStatus(409);
  running = true;
  try {
    await pull();
  } finally {
    running = false;
  }
  res.sendStatus(204);
});

app.post('/seats/:id', async (req, res) => {
  await seats.runExclusive(() => book(req.params.id));
  res.sendStatus(204);
});

app.listen(3000);
