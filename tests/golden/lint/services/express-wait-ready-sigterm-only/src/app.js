const express = require('express');
const Product = require('./product');

const app = express();
app.use(express.json());

app.get('/products', async (req, res, next) => {
  try {
    res.json(await Product.find(req.query.category ? { category: req.query.category } : {}).limit(100));
  } catch (e) {
    next(e);
  }
});

app.get('/ready', (req, res) => {
  // "ready" for the load balancer; PM2 hears nothing of it
  res.send('ready');
});

module.exports = app;
