const express = require('express');
const { Queue, Worker } = require('bullmq');
const { send } = require('./smtp');

const mails = new Queue('mails');
new Worker('mails', (job) => send(job.data.to));
const app = express();

app.post('/mails', async (req, res) => {
  await mails.add('mail', { to: req.query.to });
  res.sendStatus(202);
});
app.post('/bulk', async (req, res) => {
  // worked off within the request
  const jobs = [];
  for (const to of req.query.to) jobs.push(send(to));
  await Promise.all(jobs);
  res.sendStatus(204);
});
app.listen(3000);
