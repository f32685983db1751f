import express from 'express';
import { prisma } from './prisma';
import { momoRouter } from './momo';
import { stripeRouter } from './stripe';

const app = express();
app.use('/webhooks/stripe', stripeRouter);
app.use(express.json());
app.use('/payments/momo', momoRouter);

const server = app.listen(Number(process.env.PORT ?? 3000));

process.on('SIGINT', () => {
  server.close(async () => {
    await prisma.$disconnect();
    process.exit(0);
  });
});
