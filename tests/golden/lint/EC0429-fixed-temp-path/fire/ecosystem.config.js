module.exports = {
  apps: [{ name: 'pdf', script: 'server.js', exec_mode: 'cluster', instances: 2 }],
};
