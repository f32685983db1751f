module.exports = {
  apps: [
    { name: 'api', script: 'server.js', exec_mode: 'cluster', instances: 2, max_memory_restart: '1G' },
  ],
};
