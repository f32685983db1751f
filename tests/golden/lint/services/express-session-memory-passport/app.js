const express = require('express');
const session = require('express-session');
const passport = require('passport');
const auth = require('./lib/auth');
const loginLimiter = require('./lib/limits');

const app = express();
app.set('trust proxy', 1);
app.use(express.urlencoded({ extended: false }));
app.use(express.json());

app.use(session({
  name: 'portal.sid',
  secret: process.env.SESSION_SECRET || 'change me',
  resave: false,
  saveUninitialized: false,
  cookie: { maxAge: 7 * 24 * 3600 * 1000, sameSite: 'lax' },
}));

auth(passport);
app.use(passport.initialize());
app.use(passport.session());

app.post('/login', loginLimiter, passport.authenticate('local', { failureRedirect: '/login?failed=1' }), (req, res) => {
  res.redirect('/');
});

app.post('/logout', (req, res, next) => {
  req.logout((err) => (err ? next(err) : res.redirect('/login')));
});

app.get('/me', (req, res) => {
  if (!req.isAuthenticated()) return res.sendStatus(401);
  res.json({ id: req.user.id, email: req.user.email });
});

module.exports = app;
