const express = require('express');

const app = express();
const server = app.listen(3000);

function stop() {
  server.close(() => process.exit(0));
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
