module.exports = {
  apps: [{
    name: 'thumbnails',
    script: 'src/index.js',
    exec_mode: 'cluster',
    instances: 'max',
    kill_timeout: 4000,
    env: { NODE_ENV: 'production', PORT: 3000 },
  }],
};
