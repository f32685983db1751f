const settings = require('./settings.json');

const apps = Object.entries(settings.services)
  .filter(([, s]) => !s.disabled)
  .map(([name, { port, instances = 1 }]) => ({
    ...settings.defaults,
    name,
    script: `services/${name}.js`,
    instances,
    exec_mode: instances > 1 ? 'cluster' : 'fork',
    env: { PORT: port },
  }));

module.exports = { apps };
