import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { InvoiceService } from './invoice.service';
import { ReportService } from './report.service';

@Module({ imports: [ScheduleModule.forRoot()], providers: [InvoiceService, ReportService] })
export class AppModule {}
