const production = process.env.NODE_ENV === 'production';

module.exports = {
  apps: [
    {
      name: 'device-service',
      script: 'dist/main.js',
      instances: production ? 4 : 1,
      exec_mode: production ? 'cluster' : 'fork',
      listen_timeout: 10000,
      kill_timeout: 10000,
      env: { PORT: 30003 },
    },
  ],
};
