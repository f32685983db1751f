const apps = [{ name: 'core', script: 'core.js' }];

if (process.env.ENABLE_CRON === '1') {
  apps.push({ name: 'cron', script: 'cron.js' });
}
if (process.env.NODE_ENV === 'production') {
  apps.push({ name: 'metrics', script: 'metrics.js' }, { name: 'tracer', script: 'tracer.js' });
  apps[0].instances = 'max';
} else if (process.env.NODE_ENV) {
  apps[0].watch = true;
} else {
  apps[0].env = { NODE_ENV: 'development' };
}

module.exports = { apps };
