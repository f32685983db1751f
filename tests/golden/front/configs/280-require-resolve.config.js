const path = require('path');
module.exports = {
  apps: [{
    name: path.basename(require.resolve('./001-single-app.config.js')),
    script: require.resolve('./001-single-app.config.js'),
    is_main: require.main === module,
  }],
};
