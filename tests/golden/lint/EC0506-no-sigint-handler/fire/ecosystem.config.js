module.exports = {
  apps: [
    { name: 'api', script: 'server.js', exec_mode: 'cluster', instances: 2, max_memory_restart: '1G' },
    { name: 'worker', script: 'worker.js', exec_mode: 'fork', max_memory_restart: '1G' },
  ],
};
