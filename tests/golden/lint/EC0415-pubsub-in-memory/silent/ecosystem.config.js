module.exports = {
  apps: [{ name: 'graph', script: 'server.js', exec_mode: 'cluster', instances: 2 }],
};
