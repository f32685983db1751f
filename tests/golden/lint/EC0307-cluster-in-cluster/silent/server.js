const cluster = require('cluster');
const express = require('express');

// asks who it is, and forks nothing
const app = express();
app.get('/', (req, res) => res.send(`worker ${cluster.isWorker ? cluster.worker.id : 0}`));
app.listen(3000);
