const express = require('express');
const cron = require('node-cron');
const { nightly } = require('./nightly');

cron.schedule('0 2 * * *', nightly);

const app = express();
app.get('/', (req, res) => res.send('ok'));
app.listen(3000);
