module.exports = {
  apps: [
    {
      name: 'edge',
      script: 'src/index.js',
      exec_mode: 'cluster',
      instances: 'max',
      kill_timeout: 8000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
