module.exports = {
  apps: [{
    name: 'guestbook',
    script: 'index.js',
    exec_mode: 'cluster',
    instances: 4,
    kill_timeout: 4000,
    env: { NODE_ENV: 'production', PORT: 3000 },
  }],
};
