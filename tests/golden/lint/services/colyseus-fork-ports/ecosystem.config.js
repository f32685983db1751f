const os = require('os');

// Colyseus wants processes of its own, each with its port; the proxy in front knows them.
module.exports = {
  apps: [
    {
      name: 'arena',
      script: 'src/index.js',
      exec_mode: 'fork',
      instances: os.cpus().length,
      wait_ready: true,
      kill_timeout: 30000,
      time: true,
      watch: false,
      env: { NODE_ENV: 'production' },
    },
  ],
};
