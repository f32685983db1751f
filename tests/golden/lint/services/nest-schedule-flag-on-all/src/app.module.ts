import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { StockSync } from './stock.sync';

const optional = [];
if (process.env.ENABLE_SCHEDULES === 'true') {
  optional.push(ScheduleModule.forRoot());
}

@Module({
  imports: [...optional],
  providers: [StockSync],
})
export class AppModule {}
