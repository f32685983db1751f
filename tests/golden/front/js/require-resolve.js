const path = require('path');
module.exports = {
  apps: [{
    name: path.basename(require.resolve('./require-own.js')),
    script: require.resolve('./require-own.js'),
    is_main: require.main === module,
  }],
};
