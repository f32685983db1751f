module.exports = {
  apps: [
    {
      name: 'bull-images',
      script: 'dist/queues/images.js',
      instances: 3,
      exec_mode: 'cluster',
      kill_timeout: 60000, // a job may take a minute
      env: { REDIS_HOST: '127.0.0.1', REDIS_PORT: 6379, CONCURRENCY: 8 },
    },
    {
      name: 'bull-board',
      script: 'dist/board.js',
      max_memory_restart: '180M',
      env: { BASE_PATH: '/queues', BOARD_USER: 'ops' },
    },
  ],
};
