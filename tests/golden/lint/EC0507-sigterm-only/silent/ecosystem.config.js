module.exports = {
  apps: [
    { name: 'api', script: 'server.js', exec_mode: 'cluster', instances: 2 },
    { name: 'old', script: 'old.js', kill_signal: 'SIGTERM' },
  ],
};
