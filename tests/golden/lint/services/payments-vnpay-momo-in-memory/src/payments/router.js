const crypto = require('crypto');
const { Router } = require('express');
const db = require('../db');
const vnpay = require('./vnpay');
const { pendingOrders, processed } = require('./pending');

const router = Router();

router.post('/vnpay', async (req, res) => {
  const order = { id: crypto.randomUUID(), amount: req.body.amount, tickets: req.body.tickets };
  pendingOrders.set(order.id, order);
  res.json({ url: vnpay.paymentUrl(order, req.ip) });
});

// Server to server, may be repeated by the bank until it hears 00.
router.get('/vnpay/ipn', async (req, res) => {
  if (!vnpay.verify(req.query)) return res.json({ RspCode: '97', Message: 'Invalid signature' });
  const order = pendingOrders.get(req.query.vnp_TxnRef);
  if (!order) return res.json({ RspCode: '01', Message: 'Order not found' });
  if (Number(req.query.vnp_Amount) !== order.amount * 100) return res.json({ RspCode: '04', Message: 'Invalid amount' });

  if (req.query.vnp_ResponseCode === '00') {
    await db.issueTickets(order);
  }
  pendingOrders.delete(order.id);
  res.json({ RspCode: '00', Message: 'Confirm Success' });
});

router.post('/momo/ipn', async (req, res) => {
  const { orderId, transId, resultCode, amount } = req.body;
  if (processed.has(transId)) return res.sendStatus(204);
  processed.add(transId);
  if (resultCode === 0) {
    await db.markPaid(orderId, amount);
  }
  res.sendStatus(204);
});

module.exports = router;
