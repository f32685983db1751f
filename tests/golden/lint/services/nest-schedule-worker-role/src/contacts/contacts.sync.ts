import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { Pool } from 'pg';
import { crmUrl } from '../config';

@Injectable()
export class ContactsSync {
  private readonly logger = new Logger(ContactsSync.name);
  private readonly pool = new Pool({ connectionString: process.env.DATABASE_URL });

  @Cron(CronExpression.EVERY_30_MINUTES)
  async scheduled() {
    this.logger.log(`imported ${await this.pull()}`);
  }

  async pull(): Promise<number> {
    const response = await fetch(`${crmUrl}/contacts?changed=1`);
    const contacts = (await response.json()) as { id: string; email: string }[];
    for (const contact of contacts) {
      await this.pool.query(
        'INSERT INTO contacts(id, email) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET email = $2',
        [contact.id, contact.email],
      );
    }
    return contacts.length;
  }
}
