import express from 'express';
import { orders } from './orders.js';
import { stream } from './stream.js';

const app = express();
app.use(express.json());
app.get('/stream', stream);
app.use('/orders', orders);

const server = app.listen(process.env.PORT);

process.on('SIGINT', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
