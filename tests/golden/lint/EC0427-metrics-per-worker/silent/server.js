const express = require('express');
const { register, Counter, Pushgateway } = require('prom-client');

const served = new Counter({ name: 'served', help: 'requests' });
const gateway = new Pushgateway('http://127.0.0.1:9091', {}, register);
const app = express();
app.get('/', (req, res) => {
  served.inc();
  res.send('ok');
});
setInterval(() => {
  gateway.pushAdd({ jobName: 'api', groupings: { instance: process.env.NODE_APP_INSTANCE } });
}, 15000);
app.listen(3000);
