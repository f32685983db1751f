const fs = require('fs')

const file = `./env.${process.env.NODE_ENV}.json`
const env = fs.existsSync(file) ? require(file) : require('./env.default.json')

module.exports = {
  apps: [{ name: 'json-env', script: 'index.js', env: { ...env, FLAGS: JSON.stringify(env.FLAGS || {}) } }]
}
