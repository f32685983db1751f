import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { SingleRun } from './lock/single-run.decorator';
import { redis } from './redis';

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF'] as const;

@Injectable()
export class RatesJob {
  private readonly logger = new Logger(RatesJob.name);

  @Cron(CronExpression.EVERY_5_MINUTES)
  @SingleRun('rates:fetch')
  async fetchRates() {
    for (const base of CURRENCIES) {
      const response = await fetch(`https://rates.example.com/latest?base=${base}`);
      if (!response.ok) {
        this.logger.warn(`${base}: HTTP ${response.status}`);
        continue;
      }
      await redis.set(`rates:${base}`, await response.text());
    }
  }

  @Cron('30 2 * * *')
  @SingleRun('rates:archive', 60_000)
  async archive() {
    const rates = await redis.mget(CURRENCIES.map((c) => `rates:${c}`));
    await fetch(process.env.ARCHIVE_URL, { method: 'PUT', body: JSON.stringify(rates) });
  }
}
