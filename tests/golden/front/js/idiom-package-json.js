const { name, version = '0.0.0' } = require('./lib/data.json'); const [major] = version.split('.');
module.exports = { apps: [{ name: `${name || 'app'}@${major}`, script: 'npm', args: 'start', log_file: `logs/${(name || 'app').replace(/[^\w]+/g, '-')}.log` }] };
