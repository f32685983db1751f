const apps = ['gateway', 'users', 'billing'];
const memory = (name) => ({ gateway: '1G' })[name] || '400M';

module.exports = {
  apps: apps.map((name, index, { length }) => ({
    name: `nest-${name}`,
    script: `./dist/apps/${name}/main.js`,
    instances: name === 'gateway' ? 'max' : 1,
    exec_mode: index ? 'fork' : 'cluster',
    max_memory_restart: memory(name),
    source_map_support: index + 1 === length,
    env: { NODE_ENV: 'production', SERVICE_NAME: name.toUpperCase() },
  })),
};
