const http = require('http');

function die(error) {
  console.error('uncaught', error);
  process.exit(1);
}
process.on('uncaughtException', die);
process.on('unhandledRejection', (reason) => die(reason));

http.createServer((req, res) => res.end(JSON.parse(req.headers['x-data']).text)).listen(3000);
