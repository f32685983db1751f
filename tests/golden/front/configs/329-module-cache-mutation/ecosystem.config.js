const one = require('./defaults.json');
one.env.B = '2';
const two = require('./defaults.json');
module.exports = { apps: [{ name: 'one', script: '1.js', ...one }, { name: 'two', script: '2.js', ...two, same: one === two }] };
