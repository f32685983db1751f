module.exports = {
  apps: [
    { name: 'seed', script: 'scripts/seed-users.js', autorestart: false },
    { name: 'nightly', script: 'scripts/import.js', autorestart: false, cron_restart: '0 3 * * *' },
    { name: 'important', script: 'scripts/important.js' },
    { name: 'importer', script: 'scripts/import-server.js' },
  ],
};
