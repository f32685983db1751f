const os = require('os');
module.exports = {
  apps: [{ name: 'api', script: 'api.js', instances: os.freemem() > 4e9 ? 4 : 2, exec_mode: 'cluster', kill_timeout: os.freemem() }],
};
