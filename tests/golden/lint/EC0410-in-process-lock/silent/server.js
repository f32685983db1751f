const express = require('express');
const Redis = require('ioredis');
const Redlock = require('redlock');
const { pull, book } = require('./remote');

const app = express();
const redis = new Redis();
const redlock = new Redlock([redis]);
let running = false;

app.post('/sync', async (req, res) => {
  // spares this process a round trip; the lock below is what counts
  if (running) return res.sendStatus(409);
  running = true;
  try {
    const lock = await redlock.acquire(['sync'], 60000);
    await pull();
    await lock.release();
  } finally {
    running = false;
  }
  res.sendStatus(204);
});

app.post('/seats/:id', async (req, res) => {
  await redlock.using(['seats'], 5000, () => book(req.params.id));
  res.sendStatus(204);
});

app.listen(3000);
