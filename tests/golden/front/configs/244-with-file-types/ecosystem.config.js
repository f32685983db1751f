const { readdirSync, readFileSync } = require('fs');

const dirs = readdirSync(__dirname + '/services', { withFileTypes: true }).filter((d) => d.isDirectory()).map((d) => d.name);
const listed = readFileSync(__dirname + '/services/list.txt').toString().trim().split('\n');

module.exports = {
  apps: dirs.map((name) => ({ name, script: `services/${name}/index.js`, listed: listed.includes(name) })),
};
