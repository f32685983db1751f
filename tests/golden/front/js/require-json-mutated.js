const d = require('./lib/data.json'); d.version = '9'; module.exports = { v: require('./lib/data.json').version, d: { ...d, list: d.list.length } };
