const slow = process.env.SLOW === '1';
module.exports = {
  apps: [
    { name: 'api', script: 'api.js', min_uptime: '1m', exp_backoff_restart_delay: 100 },
    { name: 'web', script: 'web.js', min_uptime: '1m', restart_delay: slow ? 4000 : 0, exp_backoff_restart_delay: slow ? 0 : 100 },
  ],
};
