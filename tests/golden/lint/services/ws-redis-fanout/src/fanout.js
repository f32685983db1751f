import Redis from 'ioredis';

const pub = new Redis(process.env.REDIS_URL);
const sub = new Redis(process.env.REDIS_URL);

/** channel -> the sockets of this worker. What is sent goes through Redis and reaches every worker. */
const local = new Map();

sub.on('message', (channel, text) => {
  const sockets = local.get(channel);
  if (!sockets) return;
  for (const ws of sockets) {
    if (ws.readyState === ws.OPEN) ws.send(text);
  }
});

export function attach(ws, channel) {
  let sockets = local.get(channel);
  if (!sockets) {
    sockets = new Set();
    local.set(channel, sockets);
    sub.subscribe(channel);
  }
  sockets.add(ws);

  ws.on('pong', () => {
    ws.isAlive = true;
  });
  ws.on('message', (raw) => {
    pub.publish(channel, raw.toString().slice(0, 4096));
  });
  ws.on('close', () => {
    sockets.delete(ws);
    if (sockets.size === 0) {
      local.delete(channel);
      sub.unsubscribe(channel);
    }
  });
}
