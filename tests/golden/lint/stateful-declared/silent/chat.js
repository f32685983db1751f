const http = require('http');
const cron = require('node-cron');
const { Server } = require('socket.io');
const { createAdapter } = require('@socket.io/cluster-adapter');

const server = http.createServer();
const io = new Server(server, { transports: ['websocket'], adapter: createAdapter() });
io.on('connection', (socket) => socket.on('message', (text) => io.emit('message', text)));
if (process.env.NODE_APP_INSTANCE === '0') cron.schedule('0 3 * * *', () => io.emit('message', 'good night'));
server.listen(3001);
