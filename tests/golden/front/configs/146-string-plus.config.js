var root = '/srv/' + 'app';
var port = 3000;
module.exports = {
  apps: [{
    name: 'concat',
    script: root + '/index.js',
    args: '--port ' + (port + 1) + ' --admin ' + port + 2,
    env: { URL: 'http://' + (process.env.HOST || 'localhost') + ':' + port }
  }]
};
