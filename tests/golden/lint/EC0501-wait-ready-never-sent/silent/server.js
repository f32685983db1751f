const express = require('express');
const { announce } = require('./announce');

const app = express();
app.get('/', (req, res) => res.send('ok'));
app.listen(3000, announce);
