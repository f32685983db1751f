import Fastify from 'fastify';
import { attachSockets } from './sockets.js';
import { placeBid } from './bids.js';

const app = Fastify({ logger: true });
const io = attachSockets(app.server);

app.post('/auctions/:id/bids', async (request, reply) => {
  const bid = await placeBid(request.params.id, request.body.user, request.body.cents);
  if (!bid) return reply.code(409).send({ error: 'too low' });
  io.to(request.params.id).emit('bid', bid);
  return bid;
});

process.on('SIGINT', async () => {
  await io.close();
  await app.close();
  process.exit(0);
});

await app.listen({ port: Number(process.env.PORT), host: '0.0.0.0' });
