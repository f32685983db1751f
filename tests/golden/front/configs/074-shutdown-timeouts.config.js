module.exports = {
  /* grace: nginx drains 5s, node 20s, then SIGKILL */
  apps: [{
    name: 'api', script: 'api.js', kill_timeout: '20000', listen_timeout: '5000', kill_signal: 'SIGTERM',
    restart_delay: '1000', max_restarts: '10', min_uptime: '1m', exp_backoff_restart_delay: '100'
  }]
}
