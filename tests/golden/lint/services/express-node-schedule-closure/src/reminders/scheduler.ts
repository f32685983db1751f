import schedule, { Job } from 'node-schedule';
import type { Pool } from 'pg';

export interface Reminder {
  id: string;
  user_id: string;
  text: string;
  at: Date;
}

export interface Scheduler {
  add(reminder: Reminder): void;
  cancel(id: string): boolean;
  restore(): Promise<void>;
}

export function createScheduler(pool: Pool): Scheduler {
  const jobs = new Map<string, Job>();

  const fire = async (reminder: Reminder) => {
    jobs.delete(reminder.id);
    await fetch(process.env.PUSH_URL!, { method: 'POST', body: JSON.stringify(reminder) });
    await pool.query('UPDATE reminders SET fired_at = now() WHERE id = $1', [reminder.id]);
  };

  // every night what is past is thrown away
  schedule.scheduleJob('0 1 * * *', async () => {
    await pool.query("DELETE FROM reminders WHERE fired_at < now() - interval '7 days'");
  });

  return {
    add(reminder) {
      const job = schedule.scheduleJob(new Date(reminder.at), () => fire(reminder));
      if (job) jobs.set(reminder.id, job);
    },
    cancel(id) {
      const job = jobs.get(id);
      if (!job) return false;
      jobs.delete(id);
      return job.cancel();
    },
    async restore() {
      const { rows } = await pool.query<Reminder>('SELECT * FROM reminders WHERE fired_at IS NULL');
      rows.forEach((r) => this.add(r));
    },
  };
}
