const build = require('./pm2');
module.exports = { apps: build({ prefix: 'x-' }) };
