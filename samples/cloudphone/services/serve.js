// What every service shares: an HTTP server from a table of routes, health, readiness, a clean stop.
'use strict';
const http = require('http');

/** routes: { 'GET /path': (request, body) => object }; gives the server. */
function serve(name, routes, onStop = () => {}) {
  const started = Date.now();
  const all = {
    'GET /health': () => ({ status: 'ok', service: name, uptime: Math.round((Date.now() - started) / 1000) }),
    ...routes,
  };

  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const route = all[`${request.method} ${request.url.split('?')[0]}`];
      let status = route ? 200 : 404;
      let answer = { error: 'no such route' };
      try {
        if (route) answer = await route(request, Buffer.concat(chunks));
      } catch (error) {
        status = error.status || 500;
        answer = { error: error.message };
      }
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify(answer)}\n`);
    });
  });

  const stop = (signal) => {
    console.log(`${name}: ${signal}, closing`);
    onStop();
    server.close(() => process.exit(0));
    server.closeIdleConnections?.();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const port = Number(process.env.PORT);
  server.listen(port, '127.0.0.1', () => {
    console.log(`${name}: listening on ${port} as instance ${process.env.NODE_APP_INSTANCE}`);
    process.send?.('ready');
  });
  return server;
}

module.exports = { serve };
