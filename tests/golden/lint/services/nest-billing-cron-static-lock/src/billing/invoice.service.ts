import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression, Interval } from '@nestjs/schedule';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';
import { Invoice } from './invoice.entity';
import { MailerService } from './mailer.service';

@Injectable()
export class InvoiceService {
    private static isSending = false;
    private readonly logger = new Logger(InvoiceService.name);

    constructor(
        @InjectRepository(Invoice) private readonly repo: Repository<Invoice>,
        private readonly mailer: MailerService,
    ) {}

    findOne(id: number) {
        return this.repo.findOneByOrFail({ id });
    }

    /** Every night: mail what is open. */
    @Cron('0 3 * * *', { name: 'send-invoices', timeZone: 'Europe/Berlin' })
    async sendInvoices(): Promise<void> {
        // make sure that it does not run twice
        if (InvoiceService.isSending) {
            this.logger.warn('still sending, skipped');
            return;
        }
        InvoiceService.isSending = true;
        try {
            const open = await this.repo.find({ where: { state: 'open' }, take: 500 });
            for (const invoice of open) {
                await this.mailer.send(invoice.customerEmail, `Invoice ${invoice.id}`, this.body(invoice));
                invoice.state = 'sent';
                await this.repo.save(invoice);
            }
        } finally {
            InvoiceService.isSending = false;
        }
    }

    @Cron(CronExpression.EVERY_HOUR)
    async markOverdue() {
        const { affected } = await this.repo.update(
            { state: 'sent', dueAt: LessThan(new Date()) },
            { state: 'overdue' },
        );
        this.logger.log(`${affected ?? 0} overdue`);
    }

    @Interval('remind-overdue', 60_000)
    async remindOverdue() {
        const overdue = await this.repo.find({ where: { state: 'overdue' }, take: 20 });
        await Promise.all(overdue.map((i) => this.mailer.send(i.customerEmail, 'Reminder', this.body(i))));
    }

    private body(invoice: Invoice): string {
        return `Amount due: ${(invoice.amountCents / 100).toFixed(2)} EUR`;
    }
}
