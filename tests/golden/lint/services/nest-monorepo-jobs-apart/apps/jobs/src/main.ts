import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { LettersService } from '@lib/letters';
import { PrintJob } from './print.job';

@Module({ imports: [ScheduleModule.forRoot()], providers: [LettersService, PrintJob] })
class JobsModule {}

async function bootstrap() {
  const context = await NestFactory.createApplicationContext(JobsModule);
  context.enableShutdownHooks();
}
bootstrap();
