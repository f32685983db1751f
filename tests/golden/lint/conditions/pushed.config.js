const apps = [{ name: 'a', script: 'a.js', kill_timeout: 'soon' }];
if (process.env.WORKER) apps.push({ name: 'b', script: 'b.js', wait_redy: true });
if (process.env.CRON) {
  apps.push({ name: 'c', script: 'c.js', cron_restart: '0 25 * * *' });
}
module.exports = { apps };
