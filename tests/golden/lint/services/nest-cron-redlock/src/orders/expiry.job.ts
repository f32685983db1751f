import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { LockService } from '../lock/lock.service';
import { OrdersRepository } from './orders.repository';

@Injectable()
export class ExpiryJob {
  private readonly logger = new Logger(ExpiryJob.name);

  constructor(
    private readonly locks: LockService,
    private readonly orders: OrdersRepository,
  ) {}

  @Cron(CronExpression.EVERY_MINUTE)
  async run() {
    const lock = await this.locks.tryAcquire('orders:expiry', 50_000);
    if (!lock) return;
    try {
      const n = await this.orders.expireUnpaid(30);
      if (n > 0) this.logger.log(`${n} orders expired`);
    } finally {
      await lock.release();
    }
  }
}
