import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks();
  const instance = process.env.NODE_APP_INSTANCE;

  if (instance === undefined || instance === '0') {
    await app.listen(process.env.PORT ?? 3001);
  } else {
    // the others only help with background work
    await app.init();
  }
}
bootstrap();
