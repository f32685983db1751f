import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';

const DAY_MS = 86_400_000;

@Injectable()
export class CleanupService {
  private readonly logger = new Logger(CleanupService.name);
  private readonly s3 = new S3Client({ region: process.env.AWS_REGION });

  @Cron(CronExpression.EVERY_DAY_AT_4AM)
  async removeOldUploads() {
    // only the first worker cleans up
    if (process.env.NODE_APP_INSTANCE !== '0') return;
    const listed = await this.s3.send(new ListObjectsV2Command({ Bucket: process.env.BUCKET, Prefix: 'tmp/' }));
    const old = (listed.Contents ?? []).filter((o) => Date.now() - o.LastModified.getTime() > DAY_MS);
    await this.remove(old.map((o) => o.Key));
    this.logger.log(`${old.length} uploads removed`);
  }

  async remove(keys: string[]) {
    if (keys.length === 0) return;
    await this.s3.send(
      new DeleteObjectsCommand({ Bucket: process.env.BUCKET, Delete: { Objects: keys.map((Key) => ({ Key })) } }),
    );
  }
}
