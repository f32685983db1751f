const express = require('express');
const cron = require('node-cron');
const schedule = require('node-schedule');
const tasks = require('./tasks');

const app = express();
app.get('/', (req, res) => res.send('ok'));
const server = app.listen(process.env.PORT);

// the configuration calls it INSTANCE_ID here
const isFirst = process.env.INSTANCE_ID === '0';

if (isFirst) {
  cron.schedule('*/5 * * * *', tasks.collect);
}

isFirst && setInterval(tasks.collect, 300_000);

if (!isFirst) {
  console.log('jobs run in another worker');
} else {
  schedule.scheduleJob('0 4 * * *', tasks.prune);
}

process.on('SIGINT', () => server.close(() => process.exit(0)));
