var overrides
try { overrides = require('./local-overrides') } catch (_) { overrides = {} }

module.exports = {
  apps: [Object.assign({ name: 'app', script: 'index.js', watch: false }, overrides)]
}
