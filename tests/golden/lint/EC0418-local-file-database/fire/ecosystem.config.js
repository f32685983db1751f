module.exports = {
  apps: [{ name: 'notes', script: 'server.js', exec_mode: 'cluster', instances: 2 }],
};
