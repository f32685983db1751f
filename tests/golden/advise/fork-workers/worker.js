const { Worker } = require('bullmq');
const worker = new Worker('mail', async (job) => job.data, { connection: { host: 'redis' } });
process.on('SIGINT', async () => { await worker.close(); process.exit(0); });
