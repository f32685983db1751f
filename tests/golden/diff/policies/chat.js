const express = require('express');
const online = require('./online');

const app = express();
app.post('/login/:user', (req, res) => {
  online.enter(req.params.user);
  res.sendStatus(204);
});
app.get('/online', (req, res) => res.json(online.list()));
app.listen(3002);
