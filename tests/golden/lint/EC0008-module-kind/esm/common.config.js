const { script } = require('./shared.js');
module.exports = { apps: [{ name: 'api', script }] };
