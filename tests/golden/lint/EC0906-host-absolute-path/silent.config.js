const path = require('path');
module.exports = {
  apps: [
    { name: 'api', cwd: '/srv/api', script: 'main.js', out_file: '/var/log/api.log' },
    { name: 'web', cwd: __dirname, script: path.join(__dirname, 'web.js') },
    { name: 'home', cwd: process.env.HOME + '/x', script: 'x.js' },
    { name: 'homes', cwd: '/home', script: 'x.js' },
  ],
};
