const [header, ...rows] = require('fs').readFileSync(__dirname + '/tenants.csv', 'utf8').trim().split('\n').map((l) => l.split(';'));
const tenants = rows.map((cells) => Object.fromEntries(cells.map((c, i) => [header[i], c])));
module.exports = {
  apps: tenants.map((t) => ({ name: `tenant-${t.id}`, script: 'tenant.js', args: ['--name', t.name], env: { PORT: parseInt(t.port, 10) } })),
};
