import { Injectable } from '@nestjs/common';
import Redis from 'ioredis';
import Redlock, { Lock } from 'redlock';

@Injectable()
export class LockService {
  private readonly redis = new Redis(process.env.REDIS_URL);
  private readonly redlock = new Redlock([this.redis], { retryCount: 0 });

  /** The lock, or null where another worker has it. */
  async tryAcquire(name: string, ttlMs: number): Promise<Lock | null> {
    try {
      return await this.redlock.acquire([`lock:${name}`], ttlMs);
    } catch {
      return null;
    }
  }
}
