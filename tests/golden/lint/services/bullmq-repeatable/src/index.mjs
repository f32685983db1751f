import Fastify from 'fastify';
import { queue, scheduleAll } from './queue.mjs';
import { startWorker } from './worker.mjs';

const app = Fastify({ logger: true });

app.post('/campaigns/:id/send', async (request, reply) => {
  // the job id makes a second click on another worker the same job
  await queue.add('send', { campaign: request.params.id }, { jobId: `campaign-${request.params.id}` });
  return reply.code(202).send({ queued: true });
});

const worker = startWorker(app.log);

app.addHook('onClose', async () => {
  await worker.close();
  await queue.close();
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => app.close().then(() => process.exit(0)));
}

app.listen({ port: Number(process.env.PORT), host: '0.0.0.0' }, (err) => {
  if (err) {
    app.log.error(err);
    process.exit(1);
  }
  scheduleAll().catch((e) => app.log.error(e));
});
