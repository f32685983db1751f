const express = require('express');
const prices = require('./prices');
const rights = require('./rights');

const app = express();
app.use(express.json());
app.use('/prices', prices);
app.put('/users/:id/role', async (req, res) => {
  await rights.setRole(req.params.id, req.body.role);
  res.sendStatus(204);
});
app.listen(process.env.PORT);
