module.exports = {
  apps: [
    {
      name: 'whiteboard',
      script: 'src/server.js',
      exec_mode: 'cluster',
      instances: 4,
      env: {
        NODE_ENV: 'production',
        PORT: 3000,
        REDIS_URL: 'redis://127.0.0.1:6379',
      },
    },
  ],
};
