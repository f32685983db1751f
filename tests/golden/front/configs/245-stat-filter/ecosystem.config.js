const fs = require('fs');
const path = require('path');
const dir = path.resolve(__dirname, 'modules');

const scripts = [];
(function scan(current) {
  for (const entry of fs.readdirSync(current).sort()) {
    const full = path.join(current, entry);
    if (fs.statSync(full).isDirectory()) scan(full);
    else if (/\.(js|ts)$/.test(entry)) scripts.push(path.relative(__dirname, full));
  }
})(dir);

module.exports = {
  apps: scripts.map((script) => ({
    name: path.parse(script).name,
    script: './' + script,
    interpreter: script.endsWith('.ts') ? 'tsx' : 'node',
  })),
};
