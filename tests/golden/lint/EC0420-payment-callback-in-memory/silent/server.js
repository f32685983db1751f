const express = require('express');
const { Pool } = require('pg');

const app = express();
const pool = new Pool();

app.post('/orders', async (req, res) => {
  await pool.query('INSERT INTO orders (id, amount) VALUES ($1, $2)', [req.query.id, req.query.amount]);
  res.redirect('https://pay.example.com/?order=' + req.query.id);
});

app.get('/payment/vnpay/ipn', async (req, res) => {
  // the unique key of the table decides which callback is the first
  const done = await pool.query('INSERT INTO payments (ref) VALUES ($1) ON CONFLICT DO NOTHING', [req.query.vnp_TxnRef]);
  res.json({ RspCode: done.rowCount ? '00' : '02' });
});

app.listen(3000);
