const http = require('http');

const server = http.createServer((req, res) => res.end('ok'));
server.on('listening', () => process.send?.('ready'));
server.listen(3002);
