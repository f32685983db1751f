// The same build twice: HTTP on four workers, schedules in one process of their own.
const common = {
  script: 'dist/main.js',
  listen_timeout: 10000,
  kill_timeout: 8000,
  max_memory_restart: '512M',
};

module.exports = {
  apps: [
    {
      ...common,
      name: 'crm-api',
      exec_mode: 'cluster',
      instances: 4,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
    {
      ...common,
      name: 'crm-worker',
      exec_mode: 'fork',
      instances: 1,
      env: { NODE_ENV: 'production', PORT: 3001, ENABLE_SCHEDULES: 'true' },
    },
  ],
};
