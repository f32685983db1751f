import { Router } from 'express';
import pg from 'pg';
import { broadcast } from './stream.js';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

export const orders = Router();

orders.post('/', async (req, res, next) => {
  try {
    const { rows } = await pool.query('INSERT INTO orders(station, items) VALUES ($1, $2) RETURNING *', [
      req.body.station,
      JSON.stringify(req.body.items),
    ]);
    broadcast('order', rows[0]);
    res.status(201).json(rows[0]);
  } catch (e) {
    next(e);
  }
});

orders.post('/:id/done', async (req, res, next) => {
  try {
    const { rows } = await pool.query('UPDATE orders SET done_at = now() WHERE id = $1 RETURNING *', [req.params.id]);
    broadcast('done', rows[0]);
    res.sendStatus(204);
  } catch (e) {
    next(e);
  }
});
