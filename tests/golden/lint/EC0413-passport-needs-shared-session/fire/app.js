const express = require('express');
const session = require('express-session');
const passport = require('passport');

const app = express();
app.use(session({ secret: process.env.SESSION_SECRET }));
app.use(passport.initialize());
app.use(passport.session());
app.get('/me', (req, res) => res.json(req.user || null));
app.listen(3000);
