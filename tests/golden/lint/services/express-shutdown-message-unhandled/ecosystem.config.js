module.exports = {
  apps: [{
    name: 'export',
    script: 'src/index.js',
    exec_mode: 'cluster',
    instances: 2,
    kill_timeout: 8000,
    shutdown_with_message: true,
    env: { NODE_ENV: 'production', PORT: 3000 },
  }],
};
