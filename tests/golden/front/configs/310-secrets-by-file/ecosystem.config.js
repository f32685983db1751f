const { readdirSync, readFileSync } = require('fs')
const { join } = require('path')

const dir = join(__dirname, 'secrets')
const secrets = readdirSync(dir).reduce((all, name) => {
  all[name.toUpperCase()] = readFileSync(join(dir, name), 'utf8').replace(/\n$/, '')
  return all
}, {})

module.exports = { apps: [{ name: 'with-secrets', script: 'index.js', env: secrets }] }
