import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { LockService } from './lock/lock.service';
import { ExpiryJob } from './orders/expiry.job';
import { SettlementJob } from './orders/settlement.job';
import { OrdersRepository } from './orders/orders.repository';

@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [LockService, OrdersRepository, ExpiryJob, SettlementJob],
})
export class AppModule {}
