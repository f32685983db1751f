import { randomInt } from 'crypto';
import { redis } from '../redis';

const TTL_SECONDS = 300;
const MAX_TRIES = 3;

export class OtpStore {
  async issue(phone: string): Promise<string> {
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
    await redis.multi().set(`otp:${phone}`, code, 'EX', TTL_SECONDS).del(`otp:tries:${phone}`).exec();
    return code;
  }

  async verify(phone: string, code: string): Promise<boolean> {
    const tries = await redis.incr(`otp:tries:${phone}`);
    if (tries === 1) await redis.expire(`otp:tries:${phone}`, TTL_SECONDS);
    if (tries > MAX_TRIES) return false;
    const stored = await redis.get(`otp:${phone}`);
    if (stored !== code) return false;
    return (await redis.del(`otp:${phone}`)) === 1;
  }
}
