import crypto from 'crypto';
import { Router } from 'express';
import { prisma } from './prisma';

const RESULT_TEXT: Record<number, string> = {
  0: 'paid',
  1006: 'refused by the payer',
  1005: 'expired',
};

export const momoRouter = Router();

momoRouter.post('/ipn', async (req, res) => {
  const { orderId, requestId, resultCode, signature } = req.body;
  const raw = `accessKey=${process.env.MOMO_ACCESS_KEY}&orderId=${orderId}&requestId=${requestId}&resultCode=${resultCode}`;
  const expected = crypto.createHmac('sha256', process.env.MOMO_SECRET!).update(raw).digest('hex');
  if (signature !== expected) return res.sendStatus(400);

  // only the first of several identical calls changes a row
  const { count } = await prisma.order.updateMany({
    where: { id: orderId, state: 'pending' },
    data: { state: resultCode === 0 ? 'paid' : 'failed', note: RESULT_TEXT[resultCode] ?? 'unknown' },
  });
  if (count === 1 && resultCode === 0) await prisma.outbox.create({ data: { orderId, kind: 'receipt' } });
  res.sendStatus(204);
});
