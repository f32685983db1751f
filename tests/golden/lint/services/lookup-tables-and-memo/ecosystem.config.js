module.exports = {
  apps: [
    {
      name: 'tax',
      script: 'dist/index.js',
      exec_mode: 'cluster',
      instances: 4,
      kill_timeout: 5000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
