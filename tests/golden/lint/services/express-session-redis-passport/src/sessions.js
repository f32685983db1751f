import RedisStore from 'connect-redis';
import session from 'express-session';
import { redis } from './redis.js';

const store = new RedisStore({ client: redis, prefix: 'bo:sess:' });

export const sessions = session({
  store,
  secret: process.env.SESSION_SECRET,
  resave: false,
  saveUninitialized: false,
  cookie: { secure: true, httpOnly: true, maxAge: 8 * 3600_000 },
});
