module.exports = {
  apps: [
    { name: 'api', script: 'server.js', exec_mode: 'cluster', instances: 2, wait_ready: true },
    { name: 'api-dev', script: 'server.js', exec_mode: 'cluster', wait_ready: false, env: { PORT: 3001 } },
    { name: 'api-fork', script: 'server.js', env: { PORT: 3002 } },
  ],
};
