module.exports = {
  apps: [{ name: 'checkout', script: 'server.js', exec_mode: 'cluster', instances: 4 }],
};
