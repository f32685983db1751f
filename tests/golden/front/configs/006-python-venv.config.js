module.exports = {
  apps: [{
    name: 'etl',
    script: 'main.py',
    interpreter: '.venv/bin/python',
    cwd: '/srv/etl',
    autorestart: false,
    cron_restart: '0 2 * * *',
    time: true
  }]
};
