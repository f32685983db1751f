module.exports = {
  apps: [{ name: 'auth', script: 'server.js', exec_mode: 'cluster', instances: 2 }],
};
