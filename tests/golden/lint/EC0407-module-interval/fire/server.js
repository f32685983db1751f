const express = require('express');
const db = require('./db');

setInterval(async () => {
  await db.query('DELETE FROM carts WHERE expired');
  await fetch('http://127.0.0.1:4000/carts-expired', { method: 'POST' });
}, 60000);

const app = express();
app.listen(3000);
