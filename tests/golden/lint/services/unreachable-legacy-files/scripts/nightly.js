// Started by hand or by the machine's crontab, never by PM2.
import cron from 'node-cron';
import { pool } from '../src/pool.js';

cron.schedule('0 2 * * *', async () => {
  await pool.query('REFRESH MATERIALIZED VIEW popular');
});
