const express = require('express');
const Redis = require('ioredis');

const redis = new Redis();
// a table that nothing changes
const roles = new Map([['admin', 3], ['editor', 2]]);
// filled while the program starts
const handlers = {};
handlers.ping = () => 'pong';
// about objects of this process
const startedAt = new WeakMap();
// a memo: who asks gets the same everywhere
const squares = new Map();

function square(n) {
  if (!squares.has(n)) squares.set(n, n * n);
  return squares.get(n);
}

const app = express();
app.use((req, res, next) => {
  startedAt.set(req, Date.now());
  next();
});
app.post('/login/:user', async (req, res) => {
  const seen = new Set();
  for (const tag of req.query.tags || []) seen.add(tag);
  await redis.hset('online', req.params.user, roles.get(req.query.role) || 1);
  res.json({ tags: seen.size, pong: handlers.ping(), square: square(seen.size) });
});
app.get('/online', async (req, res) => {
  res.json({ users: await redis.hkeys('online'), ms: Date.now() - startedAt.get(req) });
});
app.listen(3000);
