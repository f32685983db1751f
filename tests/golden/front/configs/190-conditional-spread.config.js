const isProd = process.env.NODE_ENV === 'production';
const withCron = process.env.ENABLE_CRON;

module.exports = {
  apps: [
    {
      name: 'api',
      script: 'api.js',
      ...(isProd && { instances: 'max', exec_mode: 'cluster' }),
      ...(isProd ? {} : { watch: ['src'], ignore_watch: ['node_modules'] }),
      env: { ...(process.env.REDIS_URL ? { REDIS_URL: process.env.REDIS_URL } : null), A: 1 },
    },
    ...(withCron ? [{ name: 'cron', script: 'cron.js', cron_restart: '0 * * * *' }] : []),
  ],
};
