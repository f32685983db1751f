module.exports = {
  apps: [{
    name: require('path').basename(__dirname) + '-app',
    script: require('path').join(__dirname, 'server.js'),
    instances: require('os').cpus().length > 0 ? 'max' : 1,
    env: { FILE: __filename.split('/').pop() }
  }]
};
