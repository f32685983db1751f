import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Db } from '../db';

@Injectable()
export class DigestService {
  private readonly logger = new Logger(DigestService.name);

  constructor(private readonly db: Db) {}

  @Cron('0 6 * * 1')
  async weekly() {
    if (process.env.NODE_APP_INSTANCE !== '0') {
      return;
    }
    const { rows } = await this.db.pool.query('SELECT id, email FROM users WHERE digest');
    for (const row of rows) {
      await this.db.pool.query('INSERT INTO outbox(user_id, kind) VALUES ($1, $2)', [row.id, 'digest']);
    }
    this.logger.log(`queued ${rows.length} digests`);
  }
}
