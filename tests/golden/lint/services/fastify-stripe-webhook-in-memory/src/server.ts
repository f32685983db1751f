import Fastify from 'fastify';
import rawBody from 'fastify-raw-body';
import { orderRoutes } from './orders';
import { stripeWebhook } from './webhook';

const app = Fastify({ logger: true, trustProxy: true });

app.register(rawBody, { field: 'rawBody', global: false, runFirst: true });
app.register(orderRoutes, { prefix: '/orders' });
app.register(stripeWebhook);

process.on('SIGINT', () => void app.close().then(() => process.exit(0)));

app.listen({ port: Number(process.env.PORT ?? 3000), host: '0.0.0.0' }).catch((err) => {
  app.log.error(err);
  process.exit(1);
});
