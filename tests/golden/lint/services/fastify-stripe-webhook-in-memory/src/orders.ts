import type { FastifyPluginAsync } from 'fastify';
import { pool } from './db';

// Order numbers start again at 1 every day; the accountant wants them short.
let sequence = 0;
let sequenceDay = '';

function nextOrderNumber(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  if (day !== sequenceDay) {
    sequenceDay = day;
    sequence = 0;
  }
  sequence += 1;
  return `${day}-${String(sequence).padStart(4, '0')}`;
}

export const orderRoutes: FastifyPluginAsync = async (app) => {
  app.post<{ Body: { cart: unknown[]; email: string } }>('/', async (request, reply) => {
    const number = nextOrderNumber();
    await pool.query('INSERT INTO orders(number, email, cart) VALUES ($1, $2, $3)', [
      number,
      request.body.email,
      JSON.stringify(request.body.cart),
    ]);
    return reply.code(201).send({ number });
  });
};
