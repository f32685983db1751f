const express = require('express');
const rateLimit = require('express-rate-limit');

const app = express();
const limiter = rateLimit({ windowMs: 60000, max: 100 });
const attempts = new Map();

app.use(limiter);
app.post('/login', (req, res) => {
  const n = (attempts.get(req.ip) || 0) + 1;
  attempts.set(req.ip, n);
  res.sendStatus(n > 5 ? 429 : 204);
});
app.listen(3000);
