const express = require('express');
const cron = require('node-cron');
const { nightly } = require('./nightly');

if (process.env.RUN_JOBS === 'true') {
  cron.schedule('0 2 * * *', nightly);
}
if (process.env.NODE_APP_INSTANCE === '0') {
  cron.schedule('0 4 * * *', nightly);
}

const app = express();
app.get('/', (req, res) => res.send('ok'));
app.listen(process.env.PORT || 3000);
