const os = require('os');
const path = require('path');
const home = os.homedir();

module.exports = {
  apps: [{
    name: 'minecraft-bridge',
    script: path.join(home, 'bridge', 'index.js'),
    out_file: path.join(home, '.pm2', 'logs', 'bridge-out.log'),
    env: { CONFIG: process.env.XDG_CONFIG_HOME || path.join(home, '.config'), HOME_TOO: process.env.HOME }
  }]
};
