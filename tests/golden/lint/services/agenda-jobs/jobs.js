import { charge, dueSubscriptions, failedSubscriptions, setState } from './billing.js';

/** @param {import('agenda').Agenda} agenda */
export function defineJobs(agenda) {
  agenda.define('charge due', { lockLifetime: 10 * 60 * 1000 }, async () => {
    for (const s of await dueSubscriptions()) await charge(s);
  });

  agenda.define('retry failed', async () => {
    for (const s of await failedSubscriptions()) await charge(s);
  });

  agenda.define('end trial', async (job) => {
    await setState(job.attrs.data.id, 'active');
  });
}
