import amqp from 'amqplib';
import { Client } from '@elastic/elasticsearch';

const elastic = new Client({ node: process.env.ELASTIC_URL });
const connection = await amqp.connect(process.env.AMQP_URL);
const channel = await connection.createChannel();

await channel.assertQueue('documents', { durable: true });
await channel.prefetch(10);
await channel.consume('documents', async (message) => {
  const doc = JSON.parse(message.content.toString());
  await elastic.index({ index: 'docs', id: doc.id, document: doc });
  channel.ack(message);
});

process.send?.('ready');

process.once('SIGINT', async () => {
  await channel.close();
  await connection.close();
  process.exit(0);
});
