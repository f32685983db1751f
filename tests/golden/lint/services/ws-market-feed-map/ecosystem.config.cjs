module.exports = {
  apps: [{
    name: 'feed',
    script: 'src/server.js',
    exec_mode: 'cluster',
    instances: -1,
    kill_timeout: 3000,
    env: { PORT: 9000, NODE_ENV: 'production' },
  }],
};
