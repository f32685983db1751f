const path = require('path'); const os = require('os'); const home = process.env.HOME || os.homedir(); const inHome = (...p) => path.join(home, ...p).replace(home, '~');
module.exports = { apps: [{ name: 'x', script: inHome('apps', 'x.js'), same: home === os.homedir(), interpreter: inHome('.nvm/versions/node', 'v20', 'bin/node') }] };
