import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { QueueService } from './queue.service';

@Module({ providers: [QueueService] })
class AppModule {}

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
