const express = require('express');

const app = express();
const pending = new Map();

app.post('/orders', (req, res) => {
  pending.set(req.query.id, { amount: req.query.amount, paid: false });
  res.redirect('https://pay.example.com/?order=' + req.query.id);
});

app.get('/payment/vnpay/ipn', (req, res) => {
  const order = pending.get(req.query.vnp_TxnRef);
  if (!order) return res.json({ RspCode: '01' });
  order.paid = true;
  res.json({ RspCode: '00' });
});

app.listen(3000);
