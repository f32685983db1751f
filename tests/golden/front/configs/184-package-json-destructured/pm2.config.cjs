const { name, version } = require('./package.json')
const [major, minor] = version.split('.')
const isPre = version.includes('-')

module.exports = {
  apps: [{ name: `${name}@${major}.${minor}${isPre ? '-pre' : ''}`, script: 'index.js' }],
}
