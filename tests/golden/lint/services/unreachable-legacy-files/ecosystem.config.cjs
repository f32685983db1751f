module.exports = {
  apps: [
    {
      name: 'catalogue',
      script: 'src/main.js',
      exec_mode: 'cluster',
      instances: 3,
      kill_timeout: 4000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
