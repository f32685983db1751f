import http from 'node:http';
import { WebSocketServer } from 'ws';
import { attach } from './fanout.js';

const server = http.createServer((req, res) => {
  res.writeHead(req.url === '/healthz' ? 200 : 404).end();
});
const wss = new WebSocketServer({ server });

wss.on('connection', (ws, req) => {
  const channel = new URL(req.url, 'http://x').searchParams.get('channel') ?? 'lobby';
  attach(ws, channel);
});

// half-open connections: every worker looks after its own
const heartbeat = setInterval(() => {
  for (const ws of wss.clients) {
    if (ws.isAlive === false) {
      ws.terminate();
      continue;
    }
    ws.isAlive = false;
    ws.ping();
  }
}, 30_000);
wss.on('close', () => clearInterval(heartbeat));

server.listen(process.env.PORT);

process.on('SIGINT', () => {
  wss.close();
  server.close(() => process.exit(0));
});
