import { Injectable, OnModuleDestroy } from '@nestjs/common';
import { Queue } from 'bullmq';

@Injectable()
export class QueueService implements OnModuleDestroy {
  private readonly queue = new Queue('orders');

  async onModuleDestroy() {
    await this.queue.close();
  }
}
