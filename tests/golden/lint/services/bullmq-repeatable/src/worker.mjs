import { Worker } from 'bullmq';
import { connection } from './queue.mjs';
import { handlers } from './handlers.mjs';

export function startWorker(log) {
  const worker = new Worker(
    'newsletter',
    async (job) => {
      const handler = handlers[job.name];
      if (!handler) throw new Error(`no handler for ${job.name}`);
      return handler(job.data);
    },
    { connection, concurrency: 8 },
  );
  worker.on('failed', (job, err) => log.warn({ job: job?.id, err }, 'job failed'));
  return worker;
}
