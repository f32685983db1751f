const fs = require('fs');
const text = fs.readFileSync(require('path').join(__dirname, 'config.jsonc'), 'utf8')
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/^\s*\/\/.*$/gm, '');
const conf = JSON.parse(text);
module.exports = { apps: conf.ports.map((PORT, i) => ({ name: conf.name + i, script: 's.js', env: { PORT } })) };
