module.exports = {
  apps: [
    { name: 'nightly-report', script: 'jobs/report.js', cron_restart: '30 2 * * 1-5', autorestart: false, instances: 1, exec_mode: 'fork' },
    { name: 'cleanup', script: 'jobs/cleanup.js', cron_restart: '0 */6 * * *', autorestart: false, watch: false },
    { name: 'six-fields', script: 'jobs/often.js', cron_restart: '*/30 * * * * *', autorestart: false },
    { name: 'sunday', script: 'jobs/sunday.js', cron_restart: '0 0 * * sun', autorestart: false },
    { name: 'disabled', script: 'jobs/off.js', cron_restart: 0, autorestart: false }
  ]
};
