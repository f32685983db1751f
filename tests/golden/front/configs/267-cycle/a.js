exports.name = 'a';
const b = require('./b');
exports.label = exports.name + b.name + (b.seen || '?');
