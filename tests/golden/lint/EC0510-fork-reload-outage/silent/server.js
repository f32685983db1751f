const http = require('http');
const server = http.createServer((req, res) => res.end('hello'));
server.listen(process.env.PORT);
process.on('SIGINT', () => server.close(() => process.exit(0)));
