import { Module } from '@nestjs/common';
import { CleanupTask } from './cleanup.task';
import { PrismaService } from './prisma.service';

@Module({ providers: [PrismaService, CleanupTask] })
export class DocumentsModule {}
