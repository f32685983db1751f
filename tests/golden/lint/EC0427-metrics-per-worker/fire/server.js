const express = require('express');
const { register, Counter } = require('prom-client');

const served = new Counter({ name: 'served', help: 'requests' });
const app = express();
app.get('/', (req, res) => {
  served.inc();
  res.send('ok');
});
app.get('/metrics', async (req, res) => res.send(await register.metrics()));
app.listen(3000);
