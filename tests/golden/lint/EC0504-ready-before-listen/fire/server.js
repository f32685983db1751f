const express = require('express');

const app = express();
process.send?.('ready');
app.listen(3000);
