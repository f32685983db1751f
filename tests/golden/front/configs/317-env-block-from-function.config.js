const envFor = (stage) => ({
  NODE_ENV: stage,
  DATABASE_URL: process.env[`DATABASE_URL_${stage.toUpperCase()}`] || process.env.DATABASE_URL || `sqlite://./${stage}.db`,
  LOG_LEVEL: stage === 'production' ? 'warn' : 'debug',
});
module.exports = {
  apps: [{ name: 'staged', script: 'x.js', env: envFor('development'), env_production: envFor('production'), env_staging: { ...envFor('staging'), LOG_LEVEL: 'info' } }],
};
