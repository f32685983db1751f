module.exports = {
  apps: [
    {
      name: 'transcribe',
      script: 'dist/index.js',
      exec_mode: 'cluster',
      instances: 3,
      kill_timeout: 5000,
      env: { PORT: 9100, NODE_ENV: 'production' },
    },
  ],
};
