import express from 'express';
import passport from 'passport';
import { sessions } from './sessions.js';
import { limiter } from './limiter.js';
import { configure } from './auth.js';

const app = express();
app.set('trust proxy', 1);
app.use(limiter);
app.use(sessions);

configure(passport);
app.use(passport.initialize());
app.use(passport.session());

app.get('/auth/google', passport.authenticate('google', { scope: ['email'], state: true }));
app.get('/auth/google/callback', passport.authenticate('google', { failureRedirect: '/denied' }), (req, res) => {
  res.redirect(req.session.returnTo ?? '/');
});

app.get('/api/me', (req, res) => res.json(req.user ?? null));

app.listen(process.env.PORT);
