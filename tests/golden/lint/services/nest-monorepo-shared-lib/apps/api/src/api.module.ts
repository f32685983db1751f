import { Module } from '@nestjs/common';
import { CartModule } from '@app/common';
import { CartController } from './cart.controller';

@Module({ imports: [CartModule], controllers: [CartController] })
export class ApiModule {}
