const fastify = require('fastify')({ logger: true });
const entries = require('./lib/entries');

fastify.get('/', async () => entries.all());

fastify.post('/', {
  schema: { body: { type: 'object', required: ['name', 'text'], properties: { name: { type: 'string' }, text: { type: 'string' } } } },
}, async (request, reply) => {
  const entry = await entries.add(request.body.name, request.body.text);
  return reply.code(201).send(entry);
});

fastify.put('/settings', async (request) => {
  await entries.saveSettings(request.body);
  return { saved: true };
});

process.on('SIGINT', () => fastify.close().then(() => process.exit(0)));

fastify.listen({ port: process.env.PORT, host: '0.0.0.0' });
