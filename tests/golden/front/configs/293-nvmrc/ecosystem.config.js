const fs = require('fs');
const os = require('os');
const path = require('path');

const version = fs.readFileSync('.nvmrc', 'utf8').trim().replace(/^v?/, 'v');
const interpreter = path.join(os.homedir(), '.nvm/versions/node', version, 'bin/node');

module.exports = { apps: [{ name: 'pinned', script: 'index.js', interpreter }] };
