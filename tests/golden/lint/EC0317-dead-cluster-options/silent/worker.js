const { Worker } = require('bullmq');
const { resize } = require('./resize');

new Worker('thumbnails', async (job) => resize(job.data.path));
