const fs = require('fs'); const path = require('path');
function load(file) {
  const out = {};
  if (!fs.existsSync(file)) return out;
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  for (const line of lines) {
    const t = line.trim();
    if (!t || t.startsWith('#')) continue;
    const i = t.indexOf('=');
    if (i === -1) continue;
    out[t.slice(0, i).trim()] = t.slice(i + 1).trim();
  }
  return out;
}
const env = load(path.join(__dirname, 'lib/conf.d/a.env'));
module.exports = { apps: [{ name: 'api', script: 'x.js', env: { ...env, ...load(path.join(__dirname, 'nothing.env')) } }] };
