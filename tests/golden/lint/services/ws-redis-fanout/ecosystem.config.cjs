module.exports = {
  apps: [{
    name: 'presence',
    script: 'src/server.js',
    exec_mode: 'cluster',
    instances: 4,
    kill_timeout: 3000,
    env: { PORT: 9000, NODE_ENV: 'production' },
  }],
};
