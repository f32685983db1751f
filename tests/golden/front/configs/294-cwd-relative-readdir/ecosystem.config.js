const crons = { hourly: '0 * * * *', daily: '0 0 * * *' };

module.exports = {
  apps: require('fs').readdirSync('jobs')
    .filter((f) => f.endsWith('.job.js'))
    .map((f) => f.replace('.job.js', ''))
    .map((name) => ({ name, script: `./jobs/${name}.job.js`, cron_restart: crons[name] ?? null, autorestart: false })),
};
