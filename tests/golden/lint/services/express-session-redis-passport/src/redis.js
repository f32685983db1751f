import { createClient } from 'redis';

export const redis = createClient({ url: process.env.REDIS_URL });
redis.on('error', (e) => console.error('redis', e.message));
await redis.connect();
