import { randomBytes } from 'node:crypto';
import { Router } from 'express';

const states = new Map<string, { returnTo: string; at: number }>();

export const oauthRouter = Router();

oauthRouter.get('/start', (req, res) => {
  const state = randomBytes(16).toString('hex');
  states.set(state, { returnTo: String(req.query.returnTo ?? '/'), at: Date.now() });
  res.redirect(`https://id.example.com/authorize?client_id=${process.env.CLIENT_ID}&state=${state}`);
});

oauthRouter.get('/callback', async (req, res) => {
  const known = states.get(String(req.query.state));
  if (!known) return res.status(400).send('unknown state');
  states.delete(String(req.query.state));
  res.redirect(known.returnTo);
});
