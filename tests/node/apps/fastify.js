const { who, port } = require('./common');
const app = require('fastify')();
app.get('/', async () => who());
app.listen({ port, host: '127.0.0.1' });
