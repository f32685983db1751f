import { Router } from 'express';
import jwt from 'jsonwebtoken';
import { attempts } from '../middleware/attempts.js';
import { issue, verify } from './otp.js';

export const otpRouter = Router();

otpRouter.post('/send', attempts(5), async (req, res) => {
  const code = issue(req.body.phone);
  await fetch(process.env.SMS_URL!, { method: 'POST', body: JSON.stringify({ to: req.body.phone, text: `Code ${code}` }) });
  res.sendStatus(202);
});

otpRouter.post('/verify', attempts(10), (req, res) => {
  if (!verify(req.body.phone, req.body.code)) return res.status(401).json({ error: 'wrong code' });
  res.json({ token: jwt.sign({ sub: req.body.phone }, process.env.JWT_SECRET!, { expiresIn: '30d' }) });
});
