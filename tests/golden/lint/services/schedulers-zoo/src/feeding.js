import { Cron } from 'croner';
import { CronJob } from 'cron';
import { tell } from './keeper.js';

export function startFeeding() {
  new Cron('0 8 * * *', { timezone: 'Europe/Paris' }, async () => {
    await tell('feed the lions');
  });

  const evening = CronJob.from({
    cronTime: '0 18 * * *',
    onTick: () => tell('feed the seals'),
    start: true,
  });
  return evening;
}
