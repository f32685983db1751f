module.exports = {
  apps: [
    { name: 'api', script: 'server.js', exec_mode: 'cluster', instances: 2, wait_ready: true },
    { name: 'nest', script: 'nest.js', exec_mode: 'cluster', instances: 2, wait_ready: true },
    { name: 'events', script: 'events.js', exec_mode: 'cluster', instances: 2, wait_ready: true },
  ],
};
