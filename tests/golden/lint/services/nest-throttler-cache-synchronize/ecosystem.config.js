module.exports = {
  apps: [
    {
      name: 'store-api',
      script: 'dist/main.js',
      exec_mode: 'cluster',
      instances: 2,
      listen_timeout: 15000,
      kill_timeout: 5000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
