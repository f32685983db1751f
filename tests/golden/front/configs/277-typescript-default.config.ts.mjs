import path from 'path';

const services = [
  { name: 'api', port: 1 },
  { name: 'web', port: 2, optional: true },
];

function toApp(s, index = 0) {
  return { name: s.name, script: path.join('dist', s.name, 'main.js'), env: { PORT: s.port, INDEX: index } };
}

export default { apps: services.filter((s) => !s.optional).map(toApp) };
