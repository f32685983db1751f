module.exports = {
  apps: [
    { name: 'thumbnails', script: 'worker.js', exec_mode: 'fork', instances: 4 },
    { name: 'board', script: 'board.js', exec_mode: 'cluster', instances: 2 },
  ],
};
