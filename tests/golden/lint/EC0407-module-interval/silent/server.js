const express = require('express');
const db = require('./db');

// one instance
if (process.env.NODE_APP_INSTANCE === '0') {
  setInterval(() => db.query('DELETE FROM carts WHERE expired'), 60000);
}

// one at a time, over all instances
setInterval(async () => {
  const { rows } = await db.query('SELECT pg_try_advisory_lock(42) AS mine');
  if (!rows[0].mine) return;
  await fetch('http://127.0.0.1:4000/carts-expired', { method: 'POST' });
}, 60000);

// of this process alone
setInterval(() => {
  console.log(process.memoryUsage().rss);
}, 10000);

const app = express();
app.listen(3000);
