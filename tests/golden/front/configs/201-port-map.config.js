const ports = new Map([['api', 3001], ['admin', 3002], ['ws', 3003]]);
ports.set('docs', 3004);
ports.delete('ws');

module.exports = {
  apps: Array.from(ports, ([name, port]) => ({ name, script: `${name}.js`, env: { PORT: port } })),
  total: [...ports.values()].reduce((a, b) => a + b, 0),
};
