const configs = {
  production: { instances: 'max', exec_mode: 'cluster', env: { LOG: 'warn' } },
  staging: { instances: 2, exec_mode: 'cluster', env: { LOG: 'info' } },
  development: { instances: 1, watch: true, env: { LOG: 'debug' } },
};
const current = configs[process.env.NODE_ENV] || configs.development;

module.exports = {
  apps: [
    { name: 'api', script: 'api.js', ...current },
    { name: 'worker', script: 'worker.js', ...current, instances: 1, env: { ...current.env, WORKER: true } },
  ],
};
