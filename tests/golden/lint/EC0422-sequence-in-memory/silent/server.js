const express = require('express');
const { randomUUID } = require('crypto');
const db = require('./db');

const app = express();
let requests = 0;

app.post('/tickets', async (req, res) => {
  const id = randomUUID();
  let lineNumber = 0;
  for (const line of req.query.lines) await db.insert(`${id}-${++lineNumber}`, line);
  requests++;
  res.json({ id });
});
app.get('/stats', (req, res) => res.json({ requests, pid: process.pid }));

app.listen(3000);
