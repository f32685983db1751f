import { NestFactory } from '@nestjs/core';
import { RatesModule } from './rates.module';

async function bootstrap() {
  const app = await NestFactory.create(RatesModule);
  app.enableShutdownHooks();
  await app.listen(process.env.PORT ?? 3400);
}
bootstrap();
