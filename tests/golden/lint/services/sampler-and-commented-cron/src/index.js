const express = require('express');
const pino = require('pino');
// const cron = require('node-cron');
const load = require('./load');
const pipeline = require('./pipeline');

const log = pino();
const app = express();
app.use(express.json());

let inFlight = 0;
let closing = false;

app.use((req, res, next) => {
  if (closing || load.tooBusy()) return res.status(503).set('retry-after', '2').end();
  inFlight++;
  res.on('finish', () => {
    inFlight--;
  });
  next();
});

app.post('/render', async (req, res, next) => {
  try {
    res.type('html').send(await pipeline.render(req.body));
  } catch (e) {
    next(e);
  }
});

// cron.schedule('0 * * * *', async () => {
//   await purgeOldPages();
// });

/*
setInterval(async () => {
  await fetch('https://ping.example.com/edge');
}, 60000);
*/

const HELP = "jobs moved out: cron.schedule('* * * * *') is not used here any more";
app.get('/help', (req, res) => res.send(HELP));

const server = app.listen(process.env.PORT, () => log.info({ pid: process.pid }, 'up'));

process.on('SIGINT', () => {
  closing = true;
  server.close(() => process.exit(0));
  log.info({ inFlight }, 'draining');
});
