const express = require('express');
const { sendSms } = require('./sms');

const app = express();
const otps = new Map();

app.post('/otp/:phone', async (req, res) => {
  const code = String(Math.floor(Math.random() * 1e6));
  otps.set(req.params.phone, code);
  await sendSms(req.params.phone, code);
  res.sendStatus(204);
});

app.post('/login/:phone', (req, res) => {
  const right = otps.get(req.params.phone) === req.query.code;
  otps.delete(req.params.phone);
  res.sendStatus(right ? 204 : 401);
});

app.listen(3000);
