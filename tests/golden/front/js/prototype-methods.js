const Make = require('./lib/make/make');
module.exports = { apps: new Make('svc-').add('a').add('b').apps };
