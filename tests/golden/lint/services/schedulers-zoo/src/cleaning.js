import { AsyncTask, SimpleIntervalJob, ToadScheduler } from 'toad-scheduler';
import { scheduleJob } from 'node-schedule';
import { tell } from './keeper.js';

const scheduler = new ToadScheduler();

export function startCleaning() {
  const task = new AsyncTask('sweep', () => tell('sweep the paths'), console.error);
  scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ minutes: 30 }, task));

  scheduleJob({ hour: 5, minute: 0 }, () => tell('clean the ponds'));
}
