const PY = './venv/bin/python3';
const py = (module, ...args) => ({ name: module.split('.').pop(), script: PY, args: ['-m', module, ...args], interpreter: 'none', env: { PYTHONPATH: '.', PYTHONUNBUFFERED: 1 } });

module.exports = {
  apps: [
    py('app.server', '--port', '8000'),
    py('app.workers.email'),
    { ...py('app.workers.billing'), cron_restart: '0 6 1 * *', autorestart: false },
  ],
};
