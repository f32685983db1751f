const util = require('util');
module.exports = [util.format('%s-%d', 'a', 3), util.format('x', 1, 'y'), util.isDeepStrictEqual({ a: [1] }, { a: [1] }), util.format('%j %i %% %s', { a: 1 }, '12.5', null)];
