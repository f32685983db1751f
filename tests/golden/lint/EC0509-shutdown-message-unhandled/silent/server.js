const server = require('http').createServer((req, res) => res.end('ok')).listen(3000);

process.on('message', (message) => {
  if (message === 'shutdown') server.close(() => process.exit(0));
});
