var config = {
  apps: [{
    name: 'old-style',
    script: 'bin/www',
    env: { 'NODE_ENV': 'production' }
  }]
};

module.exports = config;
