const { workspaces } = require('./package.json');
const { resolve } = require('path');

const apps = [];
workspaces.forEach((dir) => {
  let pkg;
  try {
    pkg = require(resolve(__dirname, dir, 'package.json'));
  } catch (err) {
    console.warn(`skipping ${dir}: ${err.message}`);
    return;
  }
  apps.push({ name: pkg.name, cwd: dir, script: 'npm', args: 'run start', ...pkg.pm2 });
});

module.exports = { apps };
