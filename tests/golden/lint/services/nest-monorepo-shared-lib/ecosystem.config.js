module.exports = {
  apps: [
    {
      name: 'api',
      script: 'dist/apps/api/main.js',
      exec_mode: 'cluster',
      instances: 3,
      listen_timeout: 10000,
      kill_timeout: 5000,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
    {
      name: 'admin',
      script: 'dist/apps/admin/main.js',
      exec_mode: 'fork',
      env: { NODE_ENV: 'production', PORT: 3001 },
    },
  ],
};
