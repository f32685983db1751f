module.exports = {
  apps: [{
    name: 'subscriptions',
    script: './server.js',
    instances: 'max',
    exec_mode: 'cluster',
    kill_timeout: 10000,
    env: { PORT: 3000, NODE_ENV: 'production' },
  }],
};
