module.exports = {
  apps: [{ name: 'media', script: 'server.js', exec_mode: 'cluster', instances: 3 }],
};
