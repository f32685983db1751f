const a = require('./a');
exports.name = 'b';
exports.seen = a.name + (a.label || '-');
