const common = { NODE_ENV: 'production', TZ: 'UTC' };
const limits = { max_memory_restart: '400M', max_restarts: 5, min_uptime: '10s' };

module.exports = {
  apps: [
    { name: 'one', script: 'one.js', ...limits, env: { ...common, PORT: 3001 } },
    { name: 'two', script: 'two.js', ...limits, max_restarts: 50, env: { ...common, TZ: 'Europe/Oslo' } },
    { ...limits, name: 'three', script: 'three.js', env: common },
  ],
};
