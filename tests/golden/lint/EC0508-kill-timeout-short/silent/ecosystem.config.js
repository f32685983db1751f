module.exports = {
  apps: [
    {
      name: 'api',
      script: 'server.js',
      exec_mode: 'cluster',
      instances: 2,
      kill_timeout: 10000,
      max_memory_restart: '1G',
    },
    { name: 'beat', script: 'beat.js', exec_mode: 'fork', max_memory_restart: '1G' },
  ],
};
