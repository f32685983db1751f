import Fastify from 'fastify';
import { pool } from './pool.mjs';
import './poller.mjs';

const app = Fastify();

app.get('/rates/:pair', async (request, reply) => {
  const { rows } = await pool.query('SELECT rate, at FROM rates WHERE pair = $1 ORDER BY at DESC LIMIT 1', [request.params.pair]);
  return rows[0] ?? reply.code(404).send();
});

process.on('SIGINT', async () => {
  await app.close();
  await pool.end();
  process.exit(0);
});

app.listen({ port: Number(process.env.PORT) });
