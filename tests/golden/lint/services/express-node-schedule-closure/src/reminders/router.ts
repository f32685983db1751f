import { Router } from 'express';
import type { Pool } from 'pg';
import type { Scheduler } from './scheduler';

export function remindersRouter(pool: Pool, scheduler: Scheduler): Router {
  const router = Router();

  router.post('/', async (req, res, next) => {
    try {
      const { rows } = await pool.query(
        'INSERT INTO reminders(user_id, text, at) VALUES ($1, $2, $3) RETURNING id, user_id, text, at',
        [req.body.userId, req.body.text, req.body.at],
      );
      scheduler.add(rows[0]);
      res.status(201).json(rows[0]);
    } catch (e) {
      next(e);
    }
  });

  router.delete('/:id', async (req, res, next) => {
    try {
      await pool.query('DELETE FROM reminders WHERE id = $1', [req.params.id]);
      // The job may sit in the other worker; there it will still fire.
      const cancelled = scheduler.cancel(req.params.id);
      res.json({ cancelled });
    } catch (e) {
      next(e);
    }
  });

  return router;
}
