module.exports = {
  apps: [{
    name: 'geo',
    script: 'src/index.js',
    exec_mode: 'cluster',
    instances: 4,
    kill_timeout: 4000,
    env: { NODE_ENV: 'production', PORT: 3000 },
  }],
};
