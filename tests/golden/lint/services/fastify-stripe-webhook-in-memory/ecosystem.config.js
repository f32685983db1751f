module.exports = {
  apps: [
    {
      name: 'checkout',
      script: 'dist/server.js',
      exec_mode: 'cluster',
      instances: 2,
      kill_timeout: 8000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
