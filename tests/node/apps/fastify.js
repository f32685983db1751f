const app = require('fastify')();
app.get('/', async () => process.env.NODE_APP_INSTANCE);
app.listen({ port: +process.env.PORT, host: '127.0.0.1' });
