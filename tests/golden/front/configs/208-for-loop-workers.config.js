const apps = [];
for (let i = 1; i <= 5; i++) {
  apps.push({
    name: 'worker-' + i,
    script: './worker.js',
    env: { WORKER_ID: i, QUEUE: i % 2 === 0 ? 'even' : 'odd' },
    out_file: './logs/worker-' + i + '.log',
  });
}
module.exports = { apps: apps };
