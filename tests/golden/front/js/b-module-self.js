const path = require('path');
module.exports = {
  main: require.main === module,
  id: module.id === module.filename,
  here: path.basename(module.path) === path.basename(__dirname),
  loaded: module.loaded,
  parent: Boolean(module.parent),
  resolved: path.relative(__dirname, require.resolve('./b-module-self.js')),
  core: [require.resolve('fs'), require.resolve('node:path')],
};
