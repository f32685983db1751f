const counter = require('./counter');
module.exports = { name: 'one', script: 'one.js', env: { ID: counter.next() } };
