module.exports = {
  apps: [
    {
      name: 'reminders',
      script: 'build-out/index.js',
      exec_mode: 'cluster',
      instances: 2,
      kill_timeout: 4000,
      env: { NODE_ENV: 'production', PORT: 5050 },
    },
  ],
};
