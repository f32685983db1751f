import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { RedisIoAdapter } from './adapters/redis-io.adapter';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks();

  const adapter = new RedisIoAdapter(app);
  await adapter.connectToRedis(process.env.REDIS_URL);
  app.useWebSocketAdapter(adapter);

  await app.listen(process.env.PORT ?? 3000);
}
bootstrap();
