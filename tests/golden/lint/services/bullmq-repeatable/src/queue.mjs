import { Queue } from 'bullmq';
import IORedis from 'ioredis';

export const connection = new IORedis(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379', {
  maxRetriesPerRequest: null,
});

export const queue = new Queue('newsletter', {
  connection,
  defaultJobOptions: { attempts: 5, backoff: { type: 'exponential', delay: 1000 }, removeOnComplete: 500 },
});

const SCHEDULES = [
  { id: 'digest', pattern: '0 7 * * 1-5' },
  { id: 'bounces', pattern: '*/10 * * * *' },
];

/** Every worker calls this; the scheduler's id makes it one schedule in Redis. */
export async function scheduleAll() {
  for (const { id, pattern } of SCHEDULES) {
    await queue.upsertJobScheduler(id, { pattern }, { name: id });
  }
  // the older interface, same effect
  await queue.add('prune', {}, { repeat: { pattern: '0 4 * * *' }, jobId: 'prune' });
}
