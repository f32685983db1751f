import { Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { ProductsService } from './products/products.service';

@Injectable()
export class DropsService implements OnApplicationBootstrap {
  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly products: ProductsService,
  ) {}

  onApplicationBootstrap() {
    const job = new CronJob(process.env.DROP_CRON ?? '0 10 * * 5', () => this.drop());
    this.registry.addCronJob('drop', job);
    job.start();
  }

  private async drop() {
    for (const id of (process.env.DROP_IDS ?? '').split(',')) await this.products.setPrice(id, 990);
  }
}
