const pkg = require('./package.json');

module.exports = {
  apps: [{
    name: pkg.name,
    script: pkg.main,
    version: pkg.version,
    env: { PORT: pkg.config.port, VERSION: pkg.version, SHORT: pkg.name.split('/')[1], NODE: pkg.engines?.node }
  }]
};
