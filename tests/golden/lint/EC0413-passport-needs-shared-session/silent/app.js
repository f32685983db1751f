const express = require('express');
const session = require('express-session');
const MongoStore = require('connect-mongo');
const passport = require('passport');

const app = express();
app.use(session({
  secret: process.env.SESSION_SECRET,
  store: MongoStore.create({ mongoUrl: process.env.MONGO_URL }),
}));
app.use(passport.initialize());
app.use(passport.session());
app.get('/me', (req, res) => res.json(req.user || null));
app.listen(3000);
