module.exports = {
  apps: [{
    name: 'orders',
    cwd: __dirname,
    script: 'dist/main.js',
    exec_mode: 'cluster',
    instances: 0,
    listen_timeout: 10000,
    kill_timeout: 6000,
    env: { NODE_ENV: 'production' },
  }],
};
