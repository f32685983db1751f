const express = require('express');
const fastq = require('fastq');
const { send } = require('./smtp');

const mails = fastq.promise(send, 1);
const backlog = [];
const app = express();

app.post('/mails', (req, res) => {
  mails.push(req.query.to);
  res.sendStatus(202);
});
app.post('/digests', (req, res) => {
  backlog.push(req.query.to);
  res.sendStatus(202);
});
app.post('/flush', async (req, res) => {
  while (backlog.length) await send(backlog.shift());
  res.sendStatus(204);
});
app.listen(3000);
