const { scripts, name } = require('./package');

module.exports = {
  apps: Object.keys(scripts)
    .filter((s) => s.startsWith('start:'))
    .map((s) => ({ name: `${name}:${s.slice('start:'.length)}`, script: 'npm', args: `run ${s}` })),
};
