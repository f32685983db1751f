import { createServer } from 'http';
import { WebSocketServer, WebSocket } from 'ws';
import { Session } from './session';

const server = createServer();
const wss = new WebSocketServer({ server });

wss.on('connection', (ws: WebSocket) => {
  // All of this lives and dies with the one connection.
  const session = new Session((text) => ws.send(JSON.stringify({ text })));
  const pending = new Map<number, number>();
  const errors: string[] = [];
  let sequence = 0;

  ws.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) {
      errors.push('text frame');
      if (errors.length > 3) ws.close(1003);
      return;
    }
    sequence++;
    pending.set(sequence, Date.now());
    const seq = sequence;
    session.feed(data).then(() => {
      const started = pending.get(seq);
      pending.delete(seq);
      if (started !== undefined) ws.send(JSON.stringify({ ack: seq, ms: Date.now() - started }));
    });
  });

  ws.on('close', () => {
    pending.clear();
    session.end();
  });
});

server.listen(Number(process.env.PORT ?? 9100));

process.on('SIGINT', () => {
  wss.clients.forEach((ws) => ws.close(1001));
  server.close(() => process.exit(0));
});
