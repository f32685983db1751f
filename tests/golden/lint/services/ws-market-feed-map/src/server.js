import http from 'node:http';
import express from 'express';
import { WebSocketServer } from 'ws';
import { add, publish, remove, subscribe } from './hub.js';

const app = express();
app.use(express.json());

// The exchange pushes trades here by webhook; each lands in one worker only.
app.post('/ingest/:symbol', (req, res) => {
  const reached = publish(req.params.symbol, req.body);
  res.json({ reached });
});

const server = http.createServer(app);
const wss = new WebSocketServer({ server, path: '/feed', maxPayload: 64 * 1024 });

wss.on('connection', (ws, req) => {
  const id = req.headers['sec-websocket-key'];
  add(id, ws);

  ws.on('message', (raw) => {
    let message;
    try {
      message = JSON.parse(raw);
    } catch {
      return ws.close(1003);
    }
    if (message.op === 'subscribe') subscribe(id, message.symbol);
  });

  ws.on('close', () => remove(id));
});

server.listen(process.env.PORT);

process.on('SIGINT', () => {
  for (const ws of wss.clients) ws.close(1001);
  server.close(() => process.exit(0));
});
