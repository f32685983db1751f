import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { CartController } from './cart.controller';
import { CartService, Selection } from './cart.service';

@Module({ controllers: [CartController], providers: [CartService, Selection] })
class AppModule {}

NestFactory.create(AppModule).then((app) => app.listen(3000));
