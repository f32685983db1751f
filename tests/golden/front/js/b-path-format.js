const path = require('path');
module.exports = [path.format({ dir: '/a', base: 'b.c' }), path.format({ root: '/', name: 'x', ext: '.y' }), path.format({ root: '/', dir: '/', base: 'b' }), path.format({}), path.format(path.parse('/home/x/y.tar.gz'))];
