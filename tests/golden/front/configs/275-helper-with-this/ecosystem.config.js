const Make = require('./make');
module.exports = { apps: new Make('svc-').add('a').add('b').apps };
