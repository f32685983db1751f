const express = require('express');
const payments = require('./payments/router');

const app = express();
app.use(express.json());
app.use('/payments', payments);
app.listen(process.env.PORT || 3000);
