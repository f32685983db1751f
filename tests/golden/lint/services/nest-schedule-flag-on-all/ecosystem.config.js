// The flag was meant for the worker, but both apps take it from the shared env.
const env = {
  NODE_ENV: 'production',
  ENABLE_SCHEDULES: 'true',
};

module.exports = {
  apps: [
    {
      name: 'shop-api',
      script: 'dist/main.js',
      exec_mode: 'cluster',
      instances: 2,
      listen_timeout: 10000,
      kill_timeout: 8000,
      env: { ...env, PORT: 3000 },
    },
    {
      name: 'shop-worker',
      script: 'dist/main.js',
      exec_mode: 'fork',
      instances: 1,
      env: { ...env, PORT: 3001 },
    },
  ],
};
