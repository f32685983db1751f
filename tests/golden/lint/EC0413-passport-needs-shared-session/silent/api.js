const express = require('express');
const passport = require('passport');

// a token with every request
const app = express();
app.use(passport.initialize());
app.get('/me', passport.authenticate('jwt', { session: false }), (req, res) => res.json(req.user));
app.listen(3001);
