const http = require('http');

// the public side; forwards to the delivery service
const server = http.createServer((req, res) => {
  const upstream = http.request({ port: 8001, path: req.url, method: req.method, headers: req.headers }, (answer) => {
    res.writeHead(answer.statusCode, answer.headers);
    answer.pipe(res);
  });
  upstream.on('error', () => res.writeHead(502).end());
  req.pipe(upstream);
});

server.listen(process.env.PORT);
process.on('SIGINT', () => process.exit(0));
