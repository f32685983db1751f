const express = require('express');
const { rateLimit } = require('express-rate-limit');
const { RedisStore } = require('rate-limit-redis');
const { RateLimiterRedis } = require('rate-limiter-flexible');
const Redis = require('ioredis');

const redis = new Redis();
const app = express();
const limiter = rateLimit({
  windowMs: 60000,
  max: 100,
  store: new RedisStore({ sendCommand: (...args) => redis.call(...args) }),
});
const logins = new RateLimiterRedis({ storeClient: redis, points: 5, duration: 60 });

app.use(limiter);
app.post('/login', (req, res) => {
  logins.consume(req.ip).then(() => res.sendStatus(204), () => res.sendStatus(429));
});
app.listen(3000);
