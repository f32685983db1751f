module.exports = {
  apps: [
    { name: 'orders', script: 'server.js', exec_mode: 'cluster', instances: 2, max_memory_restart: '1G' },
  ],
};
