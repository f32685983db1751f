module.exports = {
  apps: [{ name: 'billing', script: 'dist/main.js', exec_mode: 'cluster', instances: 4 }],
};
