module.exports = {
  apps: [
    {
      name: 'slides',
      script: 'src/server.js',
      exec_mode: 'cluster',
      instances: 4,
      env: {
        NODE_ENV: 'production',
        PORT: 3000,
        USE_SOCKET_REDIS: 'true',
        REDIS_URL: 'redis://127.0.0.1:6379',
      },
    },
  ],
};
