const { join, resolve: res } = require('node:path'); const f = require('path').basename(__filename);
module.exports = { j: join(__dirname, 'x'), r: res(__dirname, '..') === join(__dirname, '..'), f, c: process.cwd() === res('.') };
