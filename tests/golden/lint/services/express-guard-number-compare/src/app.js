const express = require('express');
const { Item } = require('./models');
const scheduler = require('./scheduler');

const app = express();
app.get('/items', async (req, res) => {
  res.json(await Item.findAll({ where: req.query.low ? { low: true } : {}, limit: 200 }));
});

app.listen(process.env.PORT, () => scheduler.init());
