module.exports = {
  apps: [
    {
      name: 'rooms',
      script: 'dist/main.js',
      exec_mode: 'cluster',
      instances: 4,
      listen_timeout: 10000,
      kill_timeout: 8000,
      env: { NODE_ENV: 'production', PORT: 3000, REDIS_URL: process.env.REDIS_URL || 'redis://127.0.0.1:6379' },
    },
  ],
};
