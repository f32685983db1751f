module.exports = {
  apps: [{ name: 'mail', script: 'server.js', exec_mode: 'cluster', instances: 2 }],
};
