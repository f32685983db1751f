module.exports = {
  apps: [{ name: 'support', script: 'server.js', exec_mode: 'cluster', instances: 'max' }],
};
