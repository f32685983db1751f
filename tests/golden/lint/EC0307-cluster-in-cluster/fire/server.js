const cluster = require('cluster');
const os = require('os');
const express = require('express');

if (cluster.isPrimary) {
  for (let i = 0; i < os.cpus().length; i++) cluster.fork();
  cluster.on('exit', () => cluster.fork());
} else {
  const app = express();
  app.get('/', (req, res) => res.send('ok'));
  app.listen(3000);
}
