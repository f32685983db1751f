const a = require('./a');
const b = require('./b');
module.exports = { apps: [{ name: a.label, script: 'x.js' }, { name: b.seen, script: 'y.js' }, { name: require('./a') === a ? 'same' : 'other', script: 'z.js' }] };
