module.exports = {
  apps: [
    {
      name: 'kitchen-display',
      script: 'src/index.js',
      exec_mode: 'cluster',
      instances: 2,
      kill_timeout: 3000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
