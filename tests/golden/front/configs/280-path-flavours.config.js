const path = require('path');
module.exports = {
  apps: [{
    name: path.basename(module.filename, '.config.js'),
    script: path.parse('/srv/app/index.js').base,
    args: [path.posix.join('a', '..', 'b'), path.join('/x', 'y', '..', '..', 'z'), path.resolve('/'), path.join(''), path.dirname('a'), path.extname('.env'), path.relative('/a/b', '/a/c/d')],
  }],
};
