module.exports = {
  apps: [{ name: 'inbox', script: 'server.js', exec_mode: 'cluster', instances: 2 }],
};
