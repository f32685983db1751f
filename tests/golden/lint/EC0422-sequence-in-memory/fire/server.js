const express = require('express');
const db = require('./db');

const app = express();
let nextId = 1;

app.post('/tickets', async (req, res) => {
  const id = nextId++;
  await db.insert(id, req.query.text);
  res.json({ id });
});

app.listen(3000);
