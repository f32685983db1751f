const server = require('http').createServer((req, res) => res.end('ok'));
server.listen(3000);
process.on('SIGINT', () => server.close());
