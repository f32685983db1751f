const express = require('express');
const { Server } = require('socket.io');
const cron = require('node-cron');
const Redis = require('ioredis');
const redis = new Redis(process.env.REDIS_URL);
const app = express();
const clients = new Map();
const COLORS = { red: 1 };
const ALLOWED = new Set(['a', 'b']);
let counter = 0;
const isLeader = process.env.NODE_APP_INSTANCE === '0';
const io = new Server(server, { transports: ['websocket'] });
io.on('connection', (socket) => {
  const mine = new Map();
  clients.set(socket.id, socket);
  socket.on('msg', (m) => { mine.set(m.id, m); counter++; io.to('x').emit('y', m); socket.broadcast.emit('z'); });
  socket.on('disconnect', () => clients.delete(socket.id));
});
app.get('/n', (req, res) => { const clients = []; clients.push(1); res.json({ n: counter, ok: ALLOWED.has(req.query.x) }); });
app.post('/api/payments/vnpay/ipn', async (req, res) => { res.send('ok'); });
if (isLeader) {
  cron.schedule('0 3 * * *', async () => { await sendInvoices(); });
}
cron.schedule('* * * * *', sendInvoices);
async function sendInvoices() {
  if (process.env.NODE_APP_INSTANCE && process.env.NODE_APP_INSTANCE !== '0') return;
  const ok = await redis.set('lock', 1, 'NX', 'EX', 60);
  if (!ok) return;
  await fetch('http://x');
}
setInterval(() => { for (const [k, v] of clients) if (v.old) clients.delete(k); }, 1000).unref();
function poll() { work().then(() => setTimeout(poll, 500)); }
process.on('SIGTERM', () => { server.close(() => process.exit(0)); });
['SIGINT', 'SIGUSR2'].forEach((s) => process.on(s, () => process.exit(0)));
app.listen(process.env.PORT || 3000, () => { process.send && process.send('ready'); });
module.exports = { clients, isLeader, sendInvoices };
