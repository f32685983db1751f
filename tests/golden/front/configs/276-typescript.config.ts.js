const current = (process.env.NODE_ENV ?? 'development');
const instances = { production: 'max', staging: 2, development: 1 };

const app = (name, port) => ({
  name,
  script: `dist/${name}.js`,
  instances: instances[current],
  env: { PORT: port },
});

module.exports = { apps: [app('api', 3000), app('web', 3001)] };
