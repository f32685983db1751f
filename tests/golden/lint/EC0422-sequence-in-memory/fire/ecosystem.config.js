module.exports = {
  apps: [{ name: 'tickets', script: 'server.js', exec_mode: 'cluster', instances: 2 }],
};
