const express = require('express');
const { Queue } = require('bullmq');

const queue = new Queue('thumbnails');
const app = express();
app.get('/waiting', async (req, res) => res.json(await queue.getWaitingCount()));
app.listen(3000);
