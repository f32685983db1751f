const http = require('http');

process.on('uncaughtException', (error) => {
  console.error('uncaught', error);
});

http.createServer((req, res) => res.end(JSON.parse(req.headers['x-data']).text)).listen(3000);
