const server = require('http').createServer((req, res) => res.end('ok')).listen(3001);

process.on('SIGTERM', () => server.close());
