module.exports = {
  apps: [{ name: 'api', script: 'app.js', instances: 0, exec_mode: 'cluster' }],
};
