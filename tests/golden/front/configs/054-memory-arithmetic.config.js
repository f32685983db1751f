module.exports = {
  apps: [
    { name: 'cache', script: 'cache.js', max_memory_restart: 1.5 * 1024 * 1024 * 1024, restart_delay: 5 * 1000, min_uptime: 60 * 1000 },
    { name: 'index', script: 'index.js', max_memory_restart: (2 * 1024) + 'M', kill_timeout: 1000 * 60 * 2 },
  ]
};
