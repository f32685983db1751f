import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { RatesJob } from './rates.job';

@Module({ imports: [ScheduleModule.forRoot()], providers: [RatesJob] })
export class RatesModule {}
