import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { DocumentsModule } from './documents/documents.module';

@Module({ imports: [ScheduleModule.forRoot(), DocumentsModule] })
export class AppModule {}
