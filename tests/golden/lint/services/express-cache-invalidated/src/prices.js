const { Router } = require('express');
const NodeCache = require('node-cache');
const db = require('./db');

const cache = new NodeCache({ stdTTL: 3600, checkperiod: 120 });
const router = Router();

router.get('/:sku', async (req, res) => {
  const { sku } = req.params;
  const hit = cache.get(sku);
  if (hit !== undefined) return res.json(hit);
  const [rows] = await db.execute('SELECT sku, cents FROM prices WHERE sku = ?', [sku]);
  if (!rows.length) return res.sendStatus(404);
  cache.set(sku, rows[0]);
  res.json(rows[0]);
});

router.put('/:sku', async (req, res) => {
  await db.execute('REPLACE INTO prices(sku, cents) VALUES (?, ?)', [req.params.sku, req.body.cents]);
  cache.del(req.params.sku); // the other workers keep the old price for up to an hour
  res.sendStatus(204);
});

module.exports = router;
