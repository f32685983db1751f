const express = require('express');
const cookieSession = require('cookie-session');

// all of it is in the cookie
const app = express();
app.use(cookieSession({ keys: [process.env.COOKIE_KEY] }));
app.get('/', (req, res) => res.json({ visits: (req.session.visits = (req.session.visits || 0) + 1) }));
app.listen(3001);
