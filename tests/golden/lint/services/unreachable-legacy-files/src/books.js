import { Router } from 'express';
import { pool } from './pool.js';

export const books = Router();

books.get('/', async (req, res) => {
  const { rows } = await pool.query('SELECT * FROM books WHERE title ILIKE $1 LIMIT 50', [`%${req.query.q ?? ''}%`]);
  res.json(rows);
});
