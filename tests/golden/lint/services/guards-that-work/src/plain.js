const express = require('express');
const { CronJob } = require('cron');
const { Cron } = require('croner');
const tasks = require('./tasks');

const app = express();
app.get('/', (req, res) => res.send('ok'));
const server = app.listen(process.env.PORT);

function startJobs() {
  if (Number(process.env.NODE_APP_INSTANCE || 0) !== 0) return;
  new CronJob('0 * * * *', tasks.collect, null, true, 'UTC');
  setInterval(() => tasks.collect().catch(console.error), 60_000);
}
startJobs();

const { NODE_APP_INSTANCE: number } = process.env;
const leader = !number || number === '0';
if (leader) new Cron('0 4 * * *', tasks.prune);

// loose on purpose: the variable is text
if (process.env.NODE_APP_INSTANCE == 0) {
  require('./nightly');
}

if (parseInt(process.env.NODE_APP_INSTANCE ?? '0', 10) === 0) {
  new Cron('30 4 * * *', { timezone: 'UTC' }, () => tasks.prune());
}

process.on('SIGINT', () => server.close(() => process.exit(0)));
