const express = require('express');
const Keyv = require('keyv');
const KeyvRedis = require('@keyv/redis');
const db = require('./db');

const products = new Keyv({ store: new KeyvRedis('redis://127.0.0.1:6379') });
const app = express();

app.get('/products/:id', async (req, res) => {
  let product = await products.get(req.params.id);
  if (!product) {
    product = await db.find(req.params.id);
    await products.set(req.params.id, product);
  }
  res.json(product);
});

app.put('/products/:id', async (req, res) => {
  await db.update(req.params.id, req.body);
  await products.delete(req.params.id);
  res.sendStatus(204);
});

app.listen(3000);
