import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { ReportsController } from './reports.controller';

@Module({ controllers: [ReportsController] })
class AdminModule {}

NestFactory.create(AdminModule).then((app) => {
  app.enableShutdownHooks();
  return app.listen(process.env.PORT ?? 3001);
});
