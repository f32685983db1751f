import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BillingController } from './billing.controller';
import { Invoice } from './invoice.entity';
import { InvoiceService } from './invoice.service';
import { MailerService } from './mailer.service';

@Module({
    imports: [TypeOrmModule.forFeature([Invoice])],
    controllers: [BillingController],
    providers: [InvoiceService, MailerService],
})
export class BillingModule {}
