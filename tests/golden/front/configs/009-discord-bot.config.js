module.exports = {
  apps: [{
    name: 'bot',
    script: 'index.mjs',
    node_args: '--env-file=.env --max-old-space-size=512',
    watch: ['src', 'commands'],
    ignore_watch: ['node_modules', 'logs', '*.sqlite', '.git'],
    watch_delay: 1000,
    max_restarts: 10,
    min_uptime: '10s',
    exp_backoff_restart_delay: 100
  }]
};
