import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { isLeader } from '../common/leader';
import { Db } from '../db';

@Injectable()
export class PurgeService {
  constructor(private readonly db: Db) {}

  @Cron(CronExpression.EVERY_DAY_AT_MIDNIGHT)
  async purge() {
    if (!isLeader()) return;
    await this.db.pool.query("DELETE FROM sessions WHERE expires_at < now() - interval '30 days'");
    await this.db.pool.query("DELETE FROM audit WHERE at < now() - interval '1 year'");
  }
}
