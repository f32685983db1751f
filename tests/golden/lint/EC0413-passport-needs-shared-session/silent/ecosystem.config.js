module.exports = {
  apps: [
    { name: 'portal', script: 'app.js', exec_mode: 'cluster', instances: 2 },
    { name: 'api', script: 'api.js', exec_mode: 'cluster', instances: 2 },
  ],
};
