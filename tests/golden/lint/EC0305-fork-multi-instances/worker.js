const { Worker } = require('bullmq');
const worker = new Worker('mail', async (job) => job.data);
process.on('SIGINT', () => worker.close());
