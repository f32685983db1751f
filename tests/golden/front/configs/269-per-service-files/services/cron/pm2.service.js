module.exports = () => ({ script: 'cron.js', cron_restart: '0 4 * * *', autorestart: false });
