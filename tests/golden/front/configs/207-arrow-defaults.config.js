const service = ({ name, port, memory = '256M', instances = 1, env = {} }) => ({
  name,
  script: `dist/apps/${name}/main.js`,
  instances,
  exec_mode: instances === 1 ? 'fork' : 'cluster',
  max_memory_restart: memory,
  env: { PORT: port, ...env },
});

module.exports = {
  apps: [
    service({ name: 'gateway', port: 3000, instances: 'max', memory: '1G' }),
    service({ name: 'auth', port: 3001, env: { TOKEN_TTL: 3600 } }),
    service({ name: 'files', port: 3002, memory: undefined }),
  ],
};
