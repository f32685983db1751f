module.exports = {
  apps: [{ name: 'catalogue', script: 'server.js', exec_mode: 'cluster', instances: 4 }],
};
