module.exports = {
  apps: [
    { name: 'shop', script: 'server.js', exec_mode: 'cluster', instances: 4 },
    { name: 'forks-itself', script: 'own-cluster.js', exec_mode: 'fork' },
  ],
};
