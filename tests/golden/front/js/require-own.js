const shared = require('./lib/shared'); const { make } = require('./lib/make.js'); const pkg = require('./lib/data.json'); const ix = require('./lib/dir');
module.exports = { shared, app: make('x'), pkg, ix, same: require('./lib/shared') === shared, n: shared.touch(), m: require('./lib/shared.js').count };
