module.exports = {
  apps: [
    {
      name: 'donations',
      script: 'dist/server.js',
      exec_mode: 'cluster',
      instances: 4,
      kill_timeout: 8000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
