module.exports = {
  apps: [{ name: 'sync', script: 'server.js', exec_mode: 'cluster', instances: 3 }],
};
