import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Mailer } from './mailer';

@Injectable()
export class InvoiceService {
  constructor(private readonly mailer: Mailer) {}

  @Cron('0 3 * * *')
  async sendInvoices() {
    await this.mailer.send('invoices');
  }
}
