const common = { kill_timeout: 5, max_memory_restart: '300MB', env: { PORT: process.env.PORT || 3000 } };
module.exports = {
  apps: [
    { ...common, name: 'a', script: 'a.js' },
    { ...common, name: 'b', script: 'b.js' },
    { name: 'c', script: 'c.js', ...common, env: { ...common.env, PORT: 3001 } },
  ],
};
