import express from 'express';
import agenda from './agenda.js';
import { defineJobs } from './jobs.js';

const app = express();
app.use(express.json());

app.post('/subscriptions/:id/trial', async (req, res, next) => {
  try {
    await agenda.schedule('in 14 days', 'end trial', { id: req.params.id });
    res.sendStatus(202);
  } catch (e) {
    next(e);
  }
});

defineJobs(agenda);

const server = app.listen(process.env.PORT, async () => {
  await agenda.start();
  // kept as one document per name: every worker may say it
  await agenda.every('1 day', 'charge due');
  await agenda.every('*/30 * * * *', 'retry failed');
});

async function stop() {
  await agenda.stop();
  server.close(() => process.exit(0));
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
