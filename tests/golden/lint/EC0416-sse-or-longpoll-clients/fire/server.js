const express = require('express');

const app = express();
const waiting = [];

app.get('/events', (req, res) => {
  res.set('Content-Type', 'text/event-stream');
  waiting.push(res);
});

app.post('/events', (req, res) => {
  for (const client of waiting) client.write(`data: ${req.query.text}\n\n`);
  res.sendStatus(204);
});

app.listen(3000);
