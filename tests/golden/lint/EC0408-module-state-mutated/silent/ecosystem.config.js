module.exports = {
  apps: [{ name: 'presence', script: 'server.js', exec_mode: 'cluster', instances: 4 }],
};
