module.exports = {
  apps: [{ name: 'chat', script: 'dist/main.js', exec_mode: 'cluster', instances: 3 }],
};
