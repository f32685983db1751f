module.exports = {
  apps: [
    {
      name: 'search',
      script: 'src/index.js',
      exec_mode: 'cluster',
      instances: 2,
      wait_ready: true,
      listen_timeout: 20000,
      kill_timeout: 10000,
      shutdown_with_message: true,
      env: { NODE_ENV: 'production', PORT: 3000 },
    },
    {
      name: 'indexer',
      script: 'indexer/main.mjs',
      exec_mode: 'fork',
      wait_ready: true,
      listen_timeout: 20000,
      kill_timeout: 10000,
      env: { NODE_ENV: 'production' },
    },
  ],
};
