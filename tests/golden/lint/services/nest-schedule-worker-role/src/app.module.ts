import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ContactsModule } from './contacts/contacts.module';
import { schedulesEnabled } from './config';

@Module({
  imports: [
    // Without the module the @Cron decorators below are never read.
    ...(schedulesEnabled ? [ScheduleModule.forRoot()] : []),
    ContactsModule,
  ],
})
export class AppModule {}
