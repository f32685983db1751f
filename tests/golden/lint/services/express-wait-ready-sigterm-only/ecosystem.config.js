module.exports = {
  apps: [{
    name: 'catalog',
    script: 'src/index.js',
    exec_mode: 'cluster',
    instances: 2,
    wait_ready: true,
    listen_timeout: 10000,
    kill_timeout: 5000,
    env: { NODE_ENV: 'production', PORT: 3000 },
  }],
};
