import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { DigestService } from './digest/digest.service';
import { PurgeService } from './purge/purge.service';
import { Db } from './db';

@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [Db, DigestService, PurgeService],
})
export class AppModule {}
