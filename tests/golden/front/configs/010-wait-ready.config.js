/**
 * Zero-downtime settings: the process says "ready" when the
 * database connection stands, and gets 8 seconds to drain.
 */
module.exports = {
  apps: [{
    name           : 'gateway',
    script         : 'build/server.js',
    exec_mode      : 'cluster',
    instances      : -1,
    wait_ready     : true,
    listen_timeout : 10000,
    kill_timeout   : 8000,
    shutdown_with_message: true,
  }],
};
