import express from 'express';
import { Pool } from 'pg';
import { createScheduler } from './reminders/scheduler';
import { remindersRouter } from './reminders/router';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const scheduler = createScheduler(pool);

const app = express();
app.use(express.json());
app.use('/reminders', remindersRouter(pool, scheduler));

const server = app.listen(process.env.PORT ?? 5050, () => {
  scheduler.restore().catch((e) => console.error(e));
});

process.on('SIGINT', () => {
  server.close(() => pool.end().then(() => process.exit(0)));
});
