const express = require('express');
const NodeCache = require('node-cache');
const db = require('./db');

const products = new NodeCache({ stdTTL: 300 });
const app = express();

app.get('/products/:id', async (req, res) => {
  let product = products.get(req.params.id);
  if (!product) {
    product = await db.find(req.params.id);
    products.set(req.params.id, product);
  }
  res.json(product);
});

app.put('/products/:id', async (req, res) => {
  await db.update(req.params.id, req.body);
  products.del(req.params.id);
  res.sendStatus(204);
});

app.listen(3000);
