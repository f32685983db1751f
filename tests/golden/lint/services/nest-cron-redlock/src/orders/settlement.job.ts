import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import Redis from 'ioredis';
import { OrdersRepository } from './orders.repository';

@Injectable()
export class SettlementJob {
  private readonly redis = new Redis(process.env.REDIS_URL);

  constructor(private readonly orders: OrdersRepository) {}

  @Cron('*/10 * * * *')
  async settle() {
    // one of the workers gets the key for nine minutes
    const mine = await this.redis.set('orders:settlement', String(process.pid), 'EX', 540, 'NX');
    if (mine !== 'OK') return;
    for (const order of await this.orders.unsettled()) {
      await this.orders.settle(order.id);
    }
  }
}
