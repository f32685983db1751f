module.exports = {
  apps: [
    {
      name: 'api',
      script: 'dist/apps/api/main.js',
      exec_mode: 'cluster',
      instances: 2,
      listen_timeout: 10000,
      kill_timeout: 5000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
    {
      name: 'jobs',
      script: 'dist/apps/jobs/main.js',
      exec_mode: 'fork',
      instances: 1,
      kill_timeout: 5000,
      env: { NODE_ENV: 'production' },
    },
  ],
};
