const fastify = require('fastify')();
const { nearest } = require('./places');
const trace = require('./trace');

fastify.get('/nearest', async (request) => {
  const place = nearest(Number(request.query.lat), Number(request.query.lon));
  await trace.write(`${request.query.lat} ${request.query.lon} ${place?.name ?? '-'}`);
  return place ?? {};
});

process.on('SIGINT', () => fastify.close().then(() => process.exit(0)));
fastify.listen({ port: process.env.PORT });
