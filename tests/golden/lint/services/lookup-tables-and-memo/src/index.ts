import express from 'express';
import { requestId } from './context';
import { getPool } from './db';
import './rules';
import { ruleFor, supported } from './registry';
import { roundedRate } from './rates';
import { translate } from './texts';

const app = express();
app.use(express.json());
app.use(requestId);

app.get('/countries', (_req, res) => res.json(supported()));

app.post('/quote', async (req, res) => {
  const { country, cents, lang } = req.body;
  const rule = ruleFor(country);
  if (!rule) return res.status(400).json({ error: translate('unknown-country', lang) });
  const rate = roundedRate(rule.rate(req.body.kind));
  const total = Math.round(cents * (1 + rate));
  await getPool().query('INSERT INTO quotes(country, cents, total) VALUES ($1, $2, $3)', [country, cents, total]);
  res.json({ total, rate });
});

const server = app.listen(process.env.PORT);
process.on('SIGINT', () => server.close(() => getPool().end().then(() => process.exit(0))));
