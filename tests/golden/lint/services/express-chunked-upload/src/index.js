const express = require('express');
const uploads = require('./uploads');

const app = express();
app.use(express.json());
app.use('/uploads', uploads);
app.listen(process.env.PORT);
