const express = require('express');
const mails = require('./mails');
require('./discord');
require('./sensors');

const app = express();
app.use(express.json());
app.post('/mails', (req, res) => {
  mails.enqueue(req.body);
  res.sendStatus(202);
});
app.listen(process.env.PORT);
