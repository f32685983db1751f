module.exports = {
  apps: [
    { name: 'votes', script: 'src/index.js', exec_mode: 'cluster', instances: 3, env: { NODE_ENV: 'production', PORT: 4000 } },
  ],
};
