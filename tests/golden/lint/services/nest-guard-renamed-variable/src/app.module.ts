import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { CleanupService } from './cleanup/cleanup.service';
import { MediaController } from './media.controller';

@Module({ imports: [ScheduleModule.forRoot()], controllers: [MediaController], providers: [CleanupService] })
export class AppModule {}
