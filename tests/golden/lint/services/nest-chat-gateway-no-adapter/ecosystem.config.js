module.exports = {
  apps: [
    {
      name: 'chat-api',
      script: 'dist/main.js',
      exec_mode: 'cluster',
      instances: 'max',
      listen_timeout: 10000,
      kill_timeout: 8000,
      max_memory_restart: '600M',
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
  ],
};
