const { join, resolve, basename, dirname, extname, relative, normalize, isAbsolute, parse, sep } = require('node:path');
const entry = join(__dirname, '..', 'configs', 'apps', 'main.server.js');

module.exports = {
  apps: [{
    name: basename(entry, extname(entry)),
    script: relative(__dirname, entry),
    cwd: dirname(resolve('apps/main')),
    args: [normalize('a//b/../c/'), isAbsolute(entry), parse(entry).name, resolve('/srv', 'x', '../y'), entry.split(sep).length > 2],
  }],
};
