const express = require('express');
require('./jobs');

const app = express();
app.get('/healthz', (req, res) => res.sendStatus(200));
app.listen(process.env.PORT);
