const cluster = require('node:cluster');
const os = require('node:os');

if (cluster.isPrimary) {
  // one worker per core
  for (let i = 0; i < os.cpus().length; i++) {
    cluster.fork();
  }
  cluster.on('exit', (worker, code) => {
    console.warn(`worker ${worker.process.pid} left with ${code}`);
  });
} else {
  require('./server');
}
