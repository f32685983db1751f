const express = require('express');
const Redis = require('ioredis');

const app = express();
const pub = new Redis();
const sub = new Redis();
const waiting = [];

// every instance hears every event, and writes it to its own clients
sub.subscribe('events');
sub.on('message', (channel, text) => {
  for (const client of waiting) client.write(`data: ${text}\n\n`);
});

app.get('/events', (req, res) => {
  res.set('Content-Type', 'text/event-stream');
  waiting.push(res);
});

// written to only while the request lasts
app.get('/progress', async (req, res) => {
  res.set('Content-Type', 'text/event-stream');
  for (let i = 0; i < 10; i++) res.write(`data: ${i}\n\n`);
  res.end();
});

app.post('/events', async (req, res) => {
  await pub.publish('events', req.query.text);
  res.sendStatus(204);
});

app.listen(3000);
