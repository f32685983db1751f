module.exports = {
  apps: [{ name: 'reports', script: 'reports.js', exec_mode: 'cluster', instances: 3 }],
};
