module.exports = {
  apps: [
    { name: 'api', script: 'api.js', exec_mode: 'cluster', instances: 'max', max_memory_restart: '512M', env: { NODE_ENV: 'test' } },
    { name: 'worker', script: 'worker.js', max_memory_restart: '512M', env: { NODE_ENV: 'test' } },
  ],
};
