const express = require('express');
const Redis = require('ioredis');
const { sendSms } = require('./sms');

const app = express();
const redis = new Redis();

app.post('/otp/:phone', async (req, res) => {
  const code = String(Math.floor(Math.random() * 1e6));
  await redis.set('otp:' + req.params.phone, code, 'EX', 300);
  await sendSms(req.params.phone, code);
  res.sendStatus(204);
});

app.post('/login/:phone', async (req, res) => {
  const right = (await redis.get('otp:' + req.params.phone)) === req.query.code;
  res.sendStatus(right ? 204 : 401);
});

app.listen(3000);
