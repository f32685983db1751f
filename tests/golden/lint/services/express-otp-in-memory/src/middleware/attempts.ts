import type { RequestHandler } from 'express';

const hits = new Map<string, { count: number; since: number }>();

/** At most `limit` requests per address and minute. */
export function attempts(limit: number): RequestHandler {
  return (req, res, next) => {
    const key = `${req.path}:${req.ip}`;
    const entry = hits.get(key);
    if (!entry || Date.now() - entry.since > 60_000) {
      hits.set(key, { count: 1, since: Date.now() });
      return next();
    }
    entry.count++;
    if (entry.count > limit) return res.status(429).json({ error: 'slow down' });
    next();
  };
}
