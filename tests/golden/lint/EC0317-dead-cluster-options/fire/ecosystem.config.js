module.exports = {
  apps: [{ name: 'thumbnails', script: 'worker.js', exec_mode: 'cluster', instances: 4 }],
};
