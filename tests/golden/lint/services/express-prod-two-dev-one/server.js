const express = require('express');
const games = require('./games');

const app = express();
app.use(express.json());
app.use('/games', games.router);
app.get('/healthz', (req, res) => res.json({ games: games.count() }));

app.listen(process.env.PORT);
