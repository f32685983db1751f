import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { InvoiceService } from './invoice.service';

@Module({ imports: [ScheduleModule.forRoot()], providers: [InvoiceService] })
export class AppModule {}
