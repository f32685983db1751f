import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';
import { otpRoutes } from './otp/routes';
import { redis } from './redis';

const app = Fastify({ logger: true });

app.register(rateLimit, { max: 30, timeWindow: '1 minute', redis });
app.register(otpRoutes, { prefix: '/otp' });

process.on('SIGINT', async () => {
  await app.close();
  redis.disconnect();
  process.exit(0);
});

app.listen({ port: Number(process.env.PORT), host: '0.0.0.0' });
