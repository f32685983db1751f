const shared = require('../not-here/shared.config');
module.exports = { apps: [{ name: 'x', script: 'x.js', ...shared }] };
