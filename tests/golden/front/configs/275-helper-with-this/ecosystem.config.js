const make = require('./make');
module.exports = { apps: make('svc-').add('a').add('b').apps };
