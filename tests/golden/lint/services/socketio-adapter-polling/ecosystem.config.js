module.exports = {
  apps: [
    {
      name: 'scoreboard',
      script: 'src/index.js',
      exec_mode: 'cluster',
      instances: 2,
      listen_timeout: 8000,
      kill_timeout: 5000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
