import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import Redis from 'ioredis';
import { Mailer } from './mailer';

const redis = new Redis();

@Injectable()
export class ReportService {
  constructor(private readonly mailer: Mailer) {}

  @Cron('0 4 * * *')
  async sendReport() {
    const locked = await redis.set('lock:report', '1', 'EX', 600, 'NX');
    if (!locked) return;
    await this.mailer.send('report');
  }
}
