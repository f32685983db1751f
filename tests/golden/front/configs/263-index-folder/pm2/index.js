const list = require('./list');
module.exports = (opts = {}) => list.map((name) => ({ name: (opts.prefix || '') + name, script: name + '.js' }));
