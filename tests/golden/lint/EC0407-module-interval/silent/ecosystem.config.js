module.exports = {
  apps: [{ name: 'orders', script: 'server.js', exec_mode: 'cluster', instances: 4 }],
};
