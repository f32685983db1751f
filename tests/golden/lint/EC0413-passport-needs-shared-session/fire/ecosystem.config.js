module.exports = {
  apps: [{ name: 'portal', script: 'app.js', exec_mode: 'cluster', instances: 2 }],
};
