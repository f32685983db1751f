const express = require('express');

const app = express();
app.get('/', (req, res) => setTimeout(() => res.send('ok'), 500));
const server = app.listen(3000);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => server.close(() => process.exit(0)));
}
