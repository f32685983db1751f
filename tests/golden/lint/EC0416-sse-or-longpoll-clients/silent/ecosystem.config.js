module.exports = {
  apps: [{ name: 'live', script: 'server.js', exec_mode: 'cluster', instances: 4 }],
};
