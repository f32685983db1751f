module.exports = {
  apps: [{ name: 'images', script: 'server.js', exec_mode: 'cluster', instances: 'max' }],
};
