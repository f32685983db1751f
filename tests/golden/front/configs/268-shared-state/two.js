const counter = require('./counter');
module.exports = { name: 'two', script: 'two.js', env: { ID: counter.next() } };
