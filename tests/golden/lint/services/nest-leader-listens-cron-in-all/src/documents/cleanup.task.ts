import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { PrismaService } from './prisma.service';

@Injectable()
export class CleanupTask {
  private readonly logger = new Logger(CleanupTask.name);

  constructor(private readonly prisma: PrismaService) {}

  @Cron(CronExpression.EVERY_10_MINUTES)
  async cleanup() {
    const cutoff = new Date(Date.now() - 3_600_000);
    const { count } = await this.prisma.document.deleteMany({ where: { draft: true, updatedAt: { lt: cutoff } } });
    this.logger.debug(`${count} drafts removed`);
  }
}
