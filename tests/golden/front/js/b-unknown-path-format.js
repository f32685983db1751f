const path = require('path');
module.exports = { a: path.format({ name: 'a', ext: 'b' }), b: path.format({ name: 'a', ext: '.b' }), c: path.format({ ext: 'b', base: 'c' }) };
