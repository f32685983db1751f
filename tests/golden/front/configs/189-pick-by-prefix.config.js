const publicVars = Object.keys(process.env)
  .filter((k) => k.startsWith('API_') || k.startsWith('APP_'))
  .sort()
  .reduce((acc, k) => ({ ...acc, [k]: process.env[k] }), {});

module.exports = {
  apps: [{ name: 'frontend', script: 'server.js', env: { NODE_ENV: 'production', ...publicVars } }],
};
