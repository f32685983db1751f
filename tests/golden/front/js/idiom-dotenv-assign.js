let parsed = {}; try { parsed = require('no-such-dotenv-package').config().parsed; } catch (e) { parsed = { FALLBACK: '1' }; }
module.exports = { apps: [{ name: 'api', script: 'dist/main.js', env: Object.assign({}, parsed, { NODE_ENV: 'production' }) }] };
