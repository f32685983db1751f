const { Worker } = require('bullmq');

new Worker('mails', (job) => fetch('http://127.0.0.1:2525/' + job.data.to));
