module.exports = {
  apps: [
    {
      name: 'login',
      script: 'dist/index.js',
      exec_mode: 'cluster',
      instances: 'max',
      kill_timeout: 5000,
      env: { NODE_ENV: 'production', PORT: 4100 },
    },
  ],
};
