module.exports = {
  apps: [{ name: 'settings', script: 'server.js', exec_mode: 'cluster', instances: 2 }],
};
